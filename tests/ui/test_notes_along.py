"""A note to an answer goes to an office only where it was ticked for it, in the words that were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.interview.answers import Answer, AnswerGiven, State
from intake.interview.values import Json
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, talking
from tests.ui.program import BROAD, PASSPHRASE, key_of

OFFICE = "zebera, Erstantrag und Beratung"
NOTE, HIDDEN = "kam mit dem Bruder", "weint beim Thema Zuhause"


def noted() -> Mapping[str, Json]:
    return {**DIMA, "gender": {"value": "f", "note": NOTE}, "wg_opener": {"value": "no", "note": HIDDEN}}


@pytest.fixture
def with_notes(tmp_path: Path) -> Path:
    stored(tmp_path, noted(), at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def tick_first(page: HandoverPage, total: int) -> None:
    say = page.program.say
    await page.choose(OFFICE)
    text = say("Notes and words of staff: {count} of {total} go along", count=0, total=total)
    await page.dialog.pick(text)
    await page.program.press("1", key_of("go-back"))


def written_json(folder: Path) -> str:
    (file,) = (folder / "out").glob("*.json")
    return file.read_text(encoding="utf-8")


async def test_a_note_that_was_ticked_is_in_the_preview_and_in_the_files(with_notes: Path) -> None:
    async with talking(with_notes, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await tick_first(page, 1)
        assert NOTE in await talk.program.seen()
        await page.do("go-back")
        await page.go_to_line(OFFICE)
        await page.do("export")
        data = json.loads(written_json(with_notes))
        notes = [answer.get("note") for block in data["blocks"] for answer in block.get("answers", ())]
        assert [note for note in notes if note] == [NOTE]
        (record,) = await talk.program.work.records()
        assert [each.split(".")[:2] for each in record.included] == [["gender", "note"]]


async def test_notes_to_covered_answers_and_their_fields_are_shown_after_the_passphrase_only(tmp_path: Path) -> None:
    consent: dict[str, Json] = {
        "recipient": "jc", "office": OFFICE, "packages": ["IDN", "IDX", "FUN"], "purpose": "Beratung",
        "decision": "granted", "signer": "self", "form": "paper", "signed_on": "2020-01-02",
        "valid_until": "2999-12-31",
    }  # fmt: skip
    stored(tmp_path, {**noted(), "consents": [consent]}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        page = await talk.handover()
        say = talk.program.say
        for line in (
            say("Notes and words of staff: {count} of {total} go along", count=0, total=2),
            say("Copy field by field for the receiver"),
        ):
            await page.choose(OFFICE)
            await page.dialog.pick(line)
            assert talk.program.screen == "PassphraseDialog"
            assert HIDDEN not in await talk.program.seen()
            await talk.program.press("escape")
            assert talk.program.screen == "HandoverScreen"
        await page.choose(OFFICE)
        await page.dialog.pick(say("Copy field by field for the receiver"))
        await talk.program.paste(PASSPHRASE)
        await talk.program.press("enter")
        assert talk.program.screen == "CopyScreen"


async def test_without_a_tick_no_note_leaves(with_notes: Path) -> None:
    async with talking(with_notes, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert NOTE not in written_json(with_notes)
        assert HIDDEN not in written_json(with_notes)


async def test_a_tick_falls_away_when_the_note_changes(with_notes: Path) -> None:
    async with talking(with_notes, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await tick_first(page, 1)
        await page.do("go-back")
        other = Answer(State.ANSWERED, "f", note="etwas ganz anderes")
        await talk.program.work.save(AnswerGiven("gender", other))
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert "etwas ganz anderes" not in written_json(with_notes)
