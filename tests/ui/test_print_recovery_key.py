"""The recovery key can be printed at first start, straight from memory; without a printer it is written on paper."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pypdf
import pytest

from intake.errors import OutputError
from intake.store.opening import create_store
from tests.ui.program import AMIRA, CHEAP, PASSPHRASE, Program, starting


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.store.opening.create_store", partial(create_store, kdf=CHEAP))


async def set_up(program: Program) -> str:
    """A new store; returns the recovery key as it is shown."""
    for text in (AMIRA, PASSPHRASE, PASSPHRASE):
        await program.paste(text)
        await program.do("confirm")
    assert program.screen == "RecoveryScreen"
    return str(program.app.screen.query_one("#recovery-key").render())


WITH_PRINTER: Mapping[str, str] = {"printer": "desk"}


async def test_the_sheet_that_is_printed_holds_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[bytes, str]] = []

    def send(content: bytes, printer: str) -> str:
        sent.append((content, printer))
        return "desk-1"

    monkeypatch.setattr("intake.handover.print_queue.send", send)
    async with starting(tmp_path, more=WITH_PRINTER) as program:
        key = await set_up(program)
        await program.do("print-key")
        text = pypdf.PdfReader(io.BytesIO(sent[0][0])).pages[0].extract_text()
        assert key.split("-")[3] in text
        assert sent[0][1] == "desk"
        assert program.say("The key is at the printer. Compare the paper with the key above.") in await program.seen()
        assert not list(tmp_path.rglob("*.pdf"))
        await program.paste(key.split("-")[0])
        await program.do("confirm")
        assert program.screen == "DeskScreen"


async def test_without_a_printer_it_says_what_to_do_and_goes_on(tmp_path: Path) -> None:
    async with starting(tmp_path) as program:
        key = await set_up(program)
        await program.do("print-key")
        assert program.notice_kind == "problem"
        await program.paste(key.split("-")[0])
        await program.do("confirm")
        assert program.screen == "DeskScreen"


async def test_a_printer_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def jammed(content: bytes, printer: str) -> str:
        raise OutputError("No paper.", "Nothing was printed.")

    monkeypatch.setattr("intake.handover.print_queue.send", jammed)
    async with starting(tmp_path, more=WITH_PRINTER) as program:
        await set_up(program)
        await program.do("print-key")
        assert "No paper." in await program.seen()
