"""Every look at a case, every print and every lock stands in the audit chain, once for each visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.store.audit.trail import Trail
from intake.store.kept.audit import Action
from intake.ui.audit_words import WORDS
from tests.ui.cases import DIMA, PERSON, stored
from tests.ui.pages import DeskPage, at_the_desk, talking
from tests.ui.program import AMIRA, Program, locked, open_as, unlock


async def noted(program: Program) -> list[tuple[str, str]]:
    """Action and subject of every entry, the oldest first, once all that was to be written is."""
    entries = await program.desk.write(lambda store: store.trail.entries(500))
    return [(entry.action, entry.subject) for entry in reversed(entries)]


async def test_each_screen_of_a_case_that_was_looked_at_is_noted_once_in_a_visit(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        for _ in range(2):
            for action in ("review", "next-steps", "handover", "events"):
                await talk.do(action)
        views = [subject for action, subject in await noted(talk.program) if action == Action.CASE_VIEWED]
        assert views == ["review", "next_steps", "handover", "events"]
        await talk.do("desk")
        await DeskPage(talk.program).open("Z-")
        await talk.do("review")
        views = [subject for action, subject in await noted(talk.program) if action == Action.CASE_VIEWED]
        assert views[4:] == ["review"]


async def test_a_preview_is_noted_with_the_kind_of_office(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.do("handover")
        await talk.do("confirm")
        assert talk.program.screen == "ConsentScreen"
        previews = [subject for action, subject in await noted(talk.program) if action == Action.PREVIEW_VIEWED]
        assert previews
        assert len(previews) == len(set(previews))


async def test_a_case_in_memory_leaves_no_view_behind(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.do("review", "next-steps")
        assert Action.CASE_VIEWED not in [action for action, _ in await noted(desk.program)]


async def test_a_print_stands_in_the_chain(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.do("card")
        assert ("paper.printed", "card:goal_main") in await noted(talk.program)


async def test_a_text_copied_from_a_field_is_lent_and_noted_by_its_question(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="family_name")
    async with talking(tmp_path) as talk:
        await talk.go_to("family_name")
        await talk.program.press("ctrl+a")
        await talk.program.press("ctrl+x")
        assert talk.program.app.lent.is_holding
        assert ("text.copied", "family_name") in await noted(talk.program)
        await talk.do("lock")
        assert not talk.program.app.lent.is_holding
        assert talk.program.app.clipboard == ""


async def test_a_passphrase_is_never_copied(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        await program.paste(AMIRA)
        await program.do("confirm")
        await program.paste("vier Wörter")
        await program.press("shift+home", "ctrl+x")
        assert program.app.clipboard == ""
        assert not program.app.lent.is_holding


async def test_a_lock_says_why_and_so_does_the_end(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.do("lock")
        await unlock(talk.program, AMIRA)
        await talk.program.app.locking.lock("idle")
        await unlock(talk.program, AMIRA)
    store = open_as(tmp_path / "desk")
    entries = reversed(store.trail.entries(100))
    assert [entry.subject for entry in entries if entry.action == Action.STORE_LOCKED] == ["key", "idle", "end"]
    store.close()


async def test_views_that_could_not_be_written_are_written_with_the_next(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:

        def full_disk(*_: object) -> None:
            raise OSError

        with pytest.MonkeyPatch.context() as cut:
            cut.setattr(Trail, "note_each", full_disk)
            await talk.do("review")
        await talk.do("next-steps")
        views = [subject for action, subject in await noted(talk.program) if action == Action.CASE_VIEWED]
        assert views == ["review", "next_steps"]


def test_every_action_has_its_sentence() -> None:
    assert set(WORDS) == set(Action)
