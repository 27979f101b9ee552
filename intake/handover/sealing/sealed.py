"""Sealed files: what leaves for one office in one file that only its keys, or one passphrase, open.

Inside is a ZIP without compression, so that an office with no program of ours opens it with age and what every computer
has. Names in it name nobody. A changed or cut file opens nothing: age authenticates every part (ChaCha20-Poly1305).
Importing pyrage is left to the moment of sealing.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from intake.errors import InputError, OutputError
from intake.handover.sealing.age_keys import AgeKey

ENDING = "zip.age"
MAX_BYTES = 64 * 1024 * 1024
MAX_FILES = 20
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP can tell: when a record was made stands in it, not beside it."""


def bundle(files: Mapping[str, bytes]) -> bytes:
    """The files in one ZIP, the same bytes for the same files."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return found.getvalue()


def unbundled(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP by plain names. Raises InputError where it holds none, too many, or a name that is a path."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise _no_bundle()
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise _no_bundle() from None
    if not files or len(files) != len(entries) or not all(map(_is_plain, files)):
        raise _no_bundle()
    return files


def sealed_to(content: bytes, keys: Sequence[AgeKey]) -> bytes:
    """The content for all of these keys. Raises OutputError."""
    import pyrage  # a native module, for sealed files only

    try:
        found: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key.key) for key in keys])
    except (pyrage.RecipientError, pyrage.EncryptError):
        raise OutputError(
            "The file could not be sealed.",
            "Nothing was written. Ask the receiver for their key again.",
        ) from None
    return found


def sealed_with(content: bytes, phrase: str) -> bytes:
    """The content for whoever has the phrase. Takes about a second, so that guessing does as well."""
    from pyrage import passphrase  # a native module, for sealed files only

    found: bytes = passphrase.encrypt(content, phrase)
    return found


def opened_with_identity(content: bytes, identities: str) -> bytes:
    """The content with a private key, as age-keygen writes it. Raises InputError."""
    import pyrage

    lines = (line.strip() for line in identities.splitlines())
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise InputError(
            "There is no private key of age in this file.",
            "Nothing was opened. It is the file that age-keygen wrote; its key begins with AGE-SECRET-KEY-1.",
        )
    try:
        found: bytes = pyrage.decrypt(content, keys)
    except pyrage.DecryptError:
        raise _not_opened() from None
    return found


def opened_with_phrase(content: bytes, phrase: str) -> bytes:
    """The content with a phrase. Raises InputError."""
    import pyrage

    try:
        found: bytes = pyrage.passphrase.decrypt(content, phrase)
    except pyrage.DecryptError:
        raise _not_opened() from None
    return found


def new_identity() -> tuple[str, AgeKey]:
    """A new private key, in the words of age-keygen, and its public key."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    public = AgeKey(str(identity.to_public()))
    return f"# public key: {public.key}\n{identity}\n", public


def _is_plain(name: str) -> bool:
    """Whether a name is that of a file and nothing more: no folder, no drive, nothing a terminal would act upon."""
    is_one_name = name == PurePosixPath(name).name and not name.startswith(".")
    return is_one_name and name.isprintable() and not set(name) & set('\\:*?"<>|')


def _not_opened() -> InputError:
    return InputError(
        "The file does not open.",
        "Nothing was written. The key or passphrase is another one, or the file was changed or cut off on its way: ask "
        "for it to be sent again.",
    )


def _no_bundle() -> InputError:
    return InputError(
        "The file opened, but holds no record of this program.",
        "Nothing was written. With --whole its content is written as it is.",
    )
