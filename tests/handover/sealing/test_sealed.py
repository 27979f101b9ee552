"""Only the right key or phrase opens a sealed file, and only whole."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.errors import InputError
from intake.handover.sealing.age_keys import (
    AgeKey,
    is_key,
    keys_of_file,
    keys_of_office,
    read_recipients,
    typed_keys,
)
from intake.handover.sealing.phrase import SEAL_WORDS, in_groups, new_number, new_phrase, phrase_words, typed_phrase
from intake.handover.sealing.sealed import (
    bundle,
    new_identity,
    opened_with_identity,
    opened_with_phrase,
    sealed_to,
    sealed_with,
    unbundled,
)

FILES = {"Z-7K3F-92_jc_v1.pdf": b"%PDF", "Z-7K3F-92_jc_v1.json": b"{}"}


@cache
def pair(number: int = 0) -> tuple[str, AgeKey]:
    return new_identity()


@cache
def sealed() -> bytes:
    return sealed_to(bundle(FILES), [pair(0)[1], pair(1)[1]])


def test_each_of_several_keys_opens_the_file_and_another_does_not() -> None:
    for number in (0, 1):
        assert unbundled(opened_with_identity(sealed(), pair(number)[0])) == FILES
    with pytest.raises(InputError, match="does not open"):
        opened_with_identity(sealed(), pair(2)[0])


def test_neither_names_nor_content_can_be_read_from_outside() -> None:
    assert not any(text in sealed() for text in (b"Z-7K3F-92", b"_jc_v1", b"PK\x03\x04"))


@settings(max_examples=30)
@given(st.data())
def test_a_turned_bit_or_a_cut_opens_nothing(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed()) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    turned = sealed()[:at] + bytes([sealed()[at] ^ bit]) + sealed()[at + 1 :]
    for changed in (turned, sealed()[:at], sealed() + b"x"):
        with pytest.raises(InputError):
            opened_with_identity(changed, pair(0)[0])


def test_the_phrase_opens_the_file_however_it_is_typed() -> None:
    phrase = new_phrase(SEAL_WORDS)
    content = sealed_with(bundle(FILES), phrase)
    typed = typed_phrase("  " + phrase.upper().replace(" ", "-") + " \n")
    assert unbundled(opened_with_phrase(content, typed)) == FILES
    with pytest.raises(InputError, match="does not open"):
        opened_with_phrase(content, typed + "x")


def test_a_file_that_asks_for_endless_work_is_given_up() -> None:
    content = sealed_with(b"x", "ein wort")
    endless = re.sub(rb"(-> scrypt \S+) \d+", rb"\1 60", content, count=1)
    assert endless != content
    with pytest.raises(InputError, match="does not open"):
        opened_with_phrase(endless, "ein wort")


def test_a_phrase_has_enough_words_that_can_be_told_apart() -> None:
    words = phrase_words()
    assert len(words) >= 512
    assert len({word[:4] for word in words}) == len(words)
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)
    assert SEAL_WORDS >= 5
    assert len({new_phrase(SEAL_WORDS) for _ in range(200)}) == 200
    assert len(new_phrase(SEAL_WORDS).split()) == SEAL_WORDS


def test_the_words_come_from_the_choice_that_is_passed_in() -> None:
    assert new_phrase(3, lambda words: words[0]) == " ".join([phrase_words()[0]] * 3)


def test_a_number_has_twenty_digits_and_fits_every_reader() -> None:
    assert all(re.fullmatch(r"\d{20}", new_number()) for _ in range(100))
    assert new_number(lambda below: 7) == "00007" * 4
    assert in_groups("12345678901234567890") == "12345 67890 12345 67890"


# Keys


def test_a_key_with_a_slip_of_the_pen_is_none() -> None:
    key = pair()[1].key
    assert is_key(key)
    for at in range(5, len(key)):
        other = "q" if key[at] != "q" else "p"
        assert not is_key(key[:at] + other + key[at + 1 :])
    for typed in ("", "age1", key.upper(), key[:-1], key + "q", "age1" + "b" * 58):
        assert not is_key(typed)


def test_a_fingerprint_is_six_groups_of_digits_and_another_for_each_key() -> None:
    prints = {pair(number)[1].fingerprint for number in range(20)}
    assert len(prints) == 20
    assert all(re.fullmatch(r"\d{5}( \d{5}){5}", each) for each in prints)
    assert AgeKey(pair()[1].key).fingerprint == pair()[1].fingerprint


def toml(*entries: dict[str, str]) -> str:
    return "\n".join(
        "[[recipient]]\n" + "\n".join(f"{name} = {value}" for name, value in each.items()) for each in entries
    )


def entry(office: str, number: int = 0, **more: str) -> dict[str, str]:
    return {"office": f'"{office}"', "key": f'"{pair(number)[1].key}"', **more}


def test_the_keys_of_an_office_are_found_with_who_checked_them(tmp_path: Path) -> None:
    file = tmp_path / "recipients.toml"
    checked = {"checked_by": '"A. Beispiel"', "checked_on": "2026-05-17"}
    file.write_text(toml(entry("Jobcenter Wuppertal", 0, **checked), entry("Jobcenter Wuppertal", 1), entry("VHS", 2)))
    found = keys_of_office(" jobcenter  WUPPERTAL", file)
    assert [key.key for key in found] == [pair(0)[1].key, pair(1)[1].key]
    assert (found[0].checked_by, found[0].checked_on) == ("A. Beispiel", dt.date(2026, 5, 17))
    assert [key.is_checked for key in found] == [True, False]
    assert keys_of_office("Schulamt", file) == ()
    assert read_recipients(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[recipient]",
        "recipient = 5",
        "other = 1",
        toml({"office": '"X"'}),
        toml({"office": '"X"', "key": '"age1abc"'}),
        toml(entry("X", 0, more="1")),
        toml(entry("X", 0, checked_by='"A"')),
        toml(entry("X", 0, checked_by='"A"', checked_on='"gestern"')),
        toml(entry("  ")),
        "\udcff",
    ],
    ids=["syntax", "number", "unknown", "no key", "no age key", "more", "no day", "no date", "no office", "not UTF-8"],
)
def test_a_file_of_recipients_with_a_mistake_is_no_file_to_seal_by(text: str, tmp_path: Path) -> None:
    file = tmp_path / "recipients.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match="cannot be used"):
        keys_of_office("X", file)


def test_keys_may_be_typed_or_in_a_file_or_noted(tmp_path: Path) -> None:
    noted, file = tmp_path / "recipients.toml", tmp_path / "keys.txt"
    noted.write_text(toml(entry("VHS", 1)))
    file.write_text(f"# das Jobcenter\n{pair(0)[1].key}\n\n{pair(2)[1].key}\n")
    assert typed_keys(pair(0)[1].key, noted) == (AgeKey(pair(0)[1].key),)
    assert [key.key for key in typed_keys(str(file), noted)] == [pair(0)[1].key, pair(2)[1].key]
    assert [key.office for key in typed_keys("vhs", noted)] == ["VHS"]
    for wrong in ("age1nonsense", "Schulamt", str(tmp_path)):
        with pytest.raises(InputError):
            typed_keys(wrong, noted)
    file.write_text("# nichts\n")
    with pytest.raises(InputError, match="empty"):
        keys_of_file(file)


def test_what_is_no_private_key_is_told() -> None:
    for identities in ("", "# nur ein Wort", pair()[1].key, "AGE-SECRET-KEY-1QQQQ"):
        with pytest.raises(InputError, match="no private key"):
            opened_with_identity(sealed(), identities)


# Bundles


def zipped(*names: str, content: bytes = b"x") -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return found.getvalue()


def test_the_same_files_are_the_same_bundle_and_have_no_time() -> None:
    assert bundle(FILES) == bundle(dict(FILES))
    assert unbundled(bundle(FILES)) == FILES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"{}",
        zipped(),
        zipped("../x"),
        zipped("/etc/x"),
        zipped("a/b"),
        zipped("..\\x"),
        zipped("c:x"),
        zipped(".bashrc"),
        zipped("a\x1b[31m"),
        zipped(*(f"{number}.txt" for number in range(30))),
        zipped("bomb", content=bytes(70 * 1024 * 1024)),
        bundle(FILES)[:-20],
    ],
    ids=range(14),
)
def test_what_is_no_bundle_of_plain_names_writes_nothing(content: bytes) -> None:
    with pytest.raises(InputError, match="no record"):
        unbundled(content)
