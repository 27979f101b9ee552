"""`intake unseal`: opens a sealed file with a private key or a passphrase, and makes a key for an office."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_secret
from intake.commands.parsers.common import Say
from intake.errors import InputError
from intake.handover.export import write_record
from intake.handover.sealing.phrase import typed_phrase
from intake.handover.sealing.sealed import MAX_BYTES, new_identity, opened_with_identity, opened_with_phrase, unbundled

_MAX_KEY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake unseal`. `folder` is None for the one of the file."""

    file: Path
    identity: Path | None = None
    folder: Path | None = None
    is_whole: bool = False


def run(order: Order, say: Say) -> int:
    """Open the file and write what is in it; nothing that is there is replaced. Raises InputError, OutputError."""
    folder = (order.folder or order.file.parent).expanduser()
    content = _read(order.file, MAX_BYTES)
    if not folder.is_dir():
        raise InputError(
            "There is no folder {folder}.",
            "Nothing was opened. Make the folder, or choose another one with --into.",
            folder=str(folder),
        )
    plain = _opened(content, order, say)
    files = {_stem(order.file): plain} if order.is_whole else unbundled(plain)
    for name in files:
        if (folder / name).exists():
            raise InputError(
                "The file {file} is there already.",
                "Nothing was written. Choose another folder with --into.",
                file=str(folder / name),
            )
    for name, part in files.items():
        sys.stdout.write(say("written: {file}", file=str(write_record(part, folder / name))) + "\n")
    return 0


def new_key(file: Path, say: Say) -> int:
    """Write a new private key for its owner only, and say the public one. Raises InputError, OutputError."""
    if file.expanduser().exists():
        raise InputError(
            "The file {file} is there already.",
            "Nothing was written: a key that is replaced opens nothing any more. Choose another name.",
            file=str(file),
        )
    identity, public = new_identity()
    written = write_record(identity.encode("ascii"), file)
    sys.stdout.write(say("written: {file}", file=str(written)) + "\n")
    sys.stdout.write(say("Public key, for those who write to you: {key}", key=public.key) + "\n")
    sys.stdout.write(
        say("Read these digits to them on the phone: {fingerprint}", fingerprint=public.fingerprint) + "\n"
    )
    return 0


def _opened(content: bytes, order: Order, say: Say) -> bytes:
    if order.identity is None:
        return opened_with_phrase(content, typed_phrase(ask_secret(say("Passphrase of the sealed file: "))))
    try:
        identities = _read(order.identity, _MAX_KEY_BYTES).decode("ascii")
    except UnicodeDecodeError:
        identities = ""
    return opened_with_identity(content, identities)


def _read(file: Path, limit: int) -> bytes:
    try:
        with file.expanduser().open("rb") as opened:
            content = opened.read(limit + 1)
    except OSError:
        raise InputError(
            "The file {file} is not there or cannot be read.", "Nothing was opened. Check its name.", file=str(file)
        ) from None
    if len(content) > limit:
        raise InputError(
            "The file {file} has more than {size} MB.",
            "Nothing was opened. No record is that big.",
            file=str(file),
            size=limit // 1024**2,
        )
    return content


def _stem(file: Path) -> str:
    return file.name.removesuffix(".age") if file.suffix == ".age" else f"{file.name}.opened"
