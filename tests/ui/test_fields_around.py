"""What stands around a field: the question, the progress and the keys."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from intake.ui.keys import ACTIONS, first_key
from intake.ui.widgets.drawn import Drawn
from intake.ui.widgets.field import Layout, Pair
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.progress import Progress
from intake.ui.widgets.question_pane import QuestionPane, Shown
from tests.ui.field_app import lines, text
from tests.ui.wordings import SmallWording

KEYS = ("confirm", "go-back", "unknown", "declined", "ask-later", "switch-language", "help")
SHOWN = Shown(
    Pair("Wie wohnen Sie zurzeit?", "Яке у Вас зараз житло?"), section="Person und Familie", hint="Ask gently."
)


class OneWidget(App[None]):
    def __init__(self, widget: Drawn) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


async def drawn(widget: Drawn, width: int, height: int = 10) -> list[str]:
    async with OneWidget(widget).run_test(size=(width, height)):
        return lines(widget)


async def test_progress_shows_section_numbers_and_minutes() -> None:
    progress = Progress(SmallWording())
    async with OneWidget(progress).run_test(size=(80, 10)):
        progress.show(12, 34, minutes_left=14, section="Person und Familie")
        (line,) = lines(progress)
    assert line.startswith("Person und Familie")
    assert line.endswith("12 of 34 · about 14 min left")
    assert line.count("█") == 7
    assert line.count("░") == 13


@pytest.mark.parametrize("width", range(1, 130, 3))
async def test_progress_fits_any_width_and_keeps_its_numbers_longest(width: int) -> None:
    progress = Progress(SmallWording())
    async with OneWidget(progress).run_test(size=(width, 10)):
        progress.show(12, 34, minutes_left=14, section="Aufenthalt, Verfahren, Leistungen")
        (line,) = lines(progress)
    assert cell_len(line) <= width
    assert width < 8 or "12 of 34" in line


async def test_progress_without_any_question_is_empty() -> None:
    progress = Progress(SmallWording())
    async with OneWidget(progress).run_test(size=(80, 10)):
        progress.show(0, 0)
        assert "0 of 0" in text(progress)
        assert "█" not in text(progress)


async def test_the_footer_shows_the_keys_that_matter_and_help() -> None:
    (line,) = await drawn(KeyFooter(SmallWording(), KEYS), 120)
    for id_ in ("confirm", "go-back", "unknown", "declined", "ask-later", "help"):
        assert f"{first_key(id_)} {ACTIONS[id_].label}" in line


@pytest.mark.parametrize("width", range(4, 130, 3))
async def test_the_footer_never_cuts_a_key_and_always_shows_help(width: int) -> None:
    (line,) = await drawn(KeyFooter(SmallWording(), KEYS), width)
    assert cell_len(line) <= width
    keys = [first_key(id_) for id_ in KEYS]
    assert first_key("help") in line.split()
    labels = " ".join(ACTIONS[id_].label for id_ in KEYS)
    for word in line.split():
        assert word in keys or word.rstrip("…") in labels


async def test_at_60_columns_all_six_keys_are_there_with_shortened_labels() -> None:
    (line,) = await drawn(KeyFooter(SmallWording(), KEYS), 60)
    for id_ in ("confirm", "go-back", "unknown", "declined", "ask-later", "help"):
        assert first_key(id_) in line.split()
    assert "…" in line


async def test_the_footer_can_show_other_keys() -> None:
    footer = KeyFooter(SmallWording(), KEYS)
    async with OneWidget(footer).run_test(size=(80, 10)):
        footer.show(["go-back"])
        assert lines(footer)[0].split() == ["Esc", "Back", "F1", "All", "keys"]


async def test_the_question_stands_in_both_languages_side_by_side_or_stacked() -> None:
    wide = await drawn(QuestionPane(SmallWording(), SHOWN), 100)
    assert any("Wie wohnen Sie zurzeit?" in line and "Яке у Вас зараз житло?" in line for line in wide)
    narrow = await drawn(QuestionPane(SmallWording(), SHOWN), 48)
    assert [line.strip() for line in narrow[:4]] == [
        "Person und Familie",
        "Wie wohnen Sie zurzeit?",
        "Яке у Вас зараз житло?",
        "Ask gently.",
    ]


async def test_the_layout_leaves_one_language_out() -> None:
    person = "\n".join(await drawn(QuestionPane(SmallWording(), SHOWN, Layout.PERSON), 100))
    assert "Wie wohnen" not in person
    assert "Яке" in person
    staff = "\n".join(await drawn(QuestionPane(SmallWording(), SHOWN, Layout.STAFF), 100))
    assert "Яке" not in staff


async def test_a_question_for_the_staff_is_shown_in_their_language_only() -> None:
    shown = Shown(SHOWN.text, is_staff=True)
    pane = "\n".join(await drawn(QuestionPane(SmallWording(), shown), 100))
    assert "For staff" in pane
    assert "Яке" not in pane


async def test_a_right_to_left_question_stands_at_the_right() -> None:
    shown = Shown(Pair("Wie wohnen Sie zurzeit?", "أين تسكن الآن؟"))
    first = (await drawn(QuestionPane(SmallWording(), shown), 100))[0]
    assert first.startswith("Wie wohnen")
    assert first.endswith("أين تسكن الآن؟")
    assert cell_len(first) == 98


async def test_draft_and_private_are_marked() -> None:
    draft = Shown(Pair("Ja?", "Так?", is_draft=True), is_private=True, state="Später fragen")
    pane = await drawn(QuestionPane(SmallWording(), draft), 80)
    assert pane[0].strip() == "Private · Draft · Später fragen"
    staff_only = await drawn(QuestionPane(SmallWording(), draft, Layout.STAFF), 80)
    assert "Draft" not in staff_only[0]


async def test_a_stale_translation_and_german_in_its_place_are_marked_each_in_its_own_way() -> None:
    stale = Shown(Pair("Ja?", "Так?", is_draft=True, is_stale=True))
    assert (await drawn(QuestionPane(SmallWording(), stale), 80))[0].strip() == "Outdated"
    missing = Shown(Pair("Ja?", "Ja?", is_missing=True))
    assert (await drawn(QuestionPane(SmallWording(), missing), 80))[0].strip() == "Not translated"
    both = Shown(Pair("Ja?", "Так?", is_draft=True).with_marks_of([Pair("Nein", "Nein", is_missing=True)]))
    assert (await drawn(QuestionPane(SmallWording(), both), 80))[0].strip() == "Draft · Not translated"


async def test_the_pane_shows_another_question() -> None:
    pane = QuestionPane(SmallWording(), SHOWN)
    async with OneWidget(pane).run_test(size=(80, 20)) as pilot:
        pane.show(Shown(Pair("Ja?", "Так?")), Layout.BOTH)
        await pilot.pause()
        assert "Wie wohnen" not in text(pane)
        assert pane.size.height == 1


@pytest.mark.parametrize("height", [2, 3, 5, 8])
async def test_in_a_low_terminal_the_hint_goes_before_the_question(height: int) -> None:
    pane = QuestionPane(SmallWording(), Shown(SHOWN.text, hint="Hint " * 40, section="Section"))
    shown = "\n".join(await drawn(pane, 60, height))
    assert "Wie wohnen" in shown
    if height <= 3:
        assert "Hint" not in shown


async def test_brackets_in_a_question_are_shown_as_they_are() -> None:
    shown = Shown(Pair("[b]Who[/b]?", "[red]Хто[/red]?"), hint="[@click=app.quit]x[/]")
    pane = "\n".join(await drawn(QuestionPane(SmallWording(), shown), 80))
    assert "[b]Who[/b]?" in pane
    assert "[red]Хто[/red]?" in pane
    assert "[@click=app.quit]x[/]" in pane
