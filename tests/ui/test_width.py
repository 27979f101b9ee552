"""Nothing is cut in a usual terminal, in any language: questions, choices, fields, rows, footers, titles, buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import Container
from textual.widgets import OptionList

from intake.languages.languages import load_languages
from intake.ui.keys import first_key, footer
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.interview import InterviewScreen
from intake.ui.widgets.field import Layout
from intake.ui.widgets.footer import KeyFooter
from intake.ui.widgets.lines import Title
from intake.ui.widgets.progress import Progress
from intake.ui.widgets.question_pane import QuestionPane
from intake.ui.wording import CaseWording
from tests.ui.cases import TALK, stored
from tests.ui.measuring import Room, cut_screens, missing_words
from tests.ui.pages import at_the_desk, talking
from tests.ui.program import USUAL, parts
from tests.ui.test_key_table import WITH_FOOTER

LANGUAGES = [each.code for each in load_languages()]


def wording(person: str = "tr", staff: str = "de") -> CaseWording:
    return CaseWording(parts("zebera").lexicon, staff, person)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_and_no_choice_is_cut_beside_german(language: str) -> None:
    assert [str(cut) for cut in cut_screens(wording(language), Layout.BOTH, Room(*USUAL))] == []


def test_a_cut_would_be_seen() -> None:
    assert [cut.what for cut in cut_screens(wording(), Layout.BOTH, Room(40, 8))]
    rows = QuestionPane(wording()).draw(20, 1, focused=False).rows
    assert missing_words("ein Wort", rows) == ("ein", "Wort")


async def test_the_room_that_is_measured_is_the_room_that_there_is(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name", languages=("tr", "en"))
    async with talking(tmp_path, size=USUAL) as talk:
        for id_ in ("family_name", "birth_date", "gender", "documents"):
            await talk.go_to(id_)
            await talk.program.drawn()
            screen = talk.program.app.screen
            assert isinstance(screen, InterviewScreen)
            pane, answer = screen.query_one(QuestionPane), screen.query_one("#answer", Container)
            room = Room(*USUAL)
            notice = 0 if not talk.notice else screen.query_one("Notice").size.height
            assert pane.size.width == room.cells
            assert pane.size.height <= room.most_for_question
            assert pane.size.height + answer.size.height + notice == room.left


@pytest.mark.parametrize("staff", ["de", "en"])
@pytest.mark.parametrize(
    "screen", [each for each in WITH_FOOTER if vars(each).get("KEYS")], ids=lambda each: each.__name__
)
def test_no_label_in_a_footer_is_cut(screen: type[object], staff: str) -> None:
    if screen.__name__ == "CaseScreen":
        pytest.skip("no screen of its own")
    speech = wording(staff=staff)
    ids = vars(screen)["KEYS"]
    (row,) = KeyFooter(speech, ids).draw(USUAL[0], 1, focused=False).rows
    assert cell_len(row.text) <= USUAL[0]
    assert "…" not in row.text
    for action in footer(ids):
        labels = {speech.say(action.label), speech.say(action.short or action.label)}
        assert any(f"{first_key(action.id).said(speech.say)} {label}" in row.text for label in labels)


@pytest.mark.parametrize("staff", ["de", "en"])
def test_the_name_of_every_section_stands_in_full_above_the_question(staff: str) -> None:
    speech = wording(staff=staff)
    for section in speech.lexicon.questionnaire.sections:
        name = speech.text(f"section.{section.code}", section.text).staff
        progress = Progress(speech)
        progress.show(112, 134, minutes_left=114, section=name)
        (row,) = progress.draw(Room(*USUAL).cells, 1, focused=False).rows
        assert name in row.text
        assert "134" in row.text


@pytest.mark.parametrize("staff", ["de", "en"])
@pytest.mark.parametrize("columns", [80, 60])
def test_a_title_leaves_out_whole_parts_and_cuts_none(staff: str, columns: int) -> None:
    say = wording(staff=staff).say
    for section in wording().lexicon.questionnaire.sections:
        name = wording(staff=staff).text(f"section.{section.code}", section.text).staff
        left = say("{code} · short case of a child · {section}", code="Z-7K3F-92", section=name)
        for right in (say("NOT SAVED"), say("in memory only: not stored yet"), say("saved {time}", time="10:42")):
            shown = Title(left, right).line(columns)
            assert cell_len(shown) == columns
            assert shown.endswith(f" {right} ")
            kept = shown.removesuffix(f" {right} ").strip()
            assert left == kept or left.startswith(f"{kept} · ")
            assert kept.startswith("Z-7K3F-92")


async def test_a_long_button_of_a_dialog_is_wrapped(tmp_path: Path) -> None:
    action = "Einwilligung einholen, Vermerk schreiben und das Gespräch an einem anderen Tag fortsetzen " * 2
    async with at_the_desk(tmp_path, size=USUAL) as desk:
        dialog = Dialog("Titel " * 40, ["Zeile " * 60], [Item("a", action.strip()), Item("b", "Zurück")])
        await desk.program.app.push_screen(dialog)
        await desk.program.drawn()
        options = dialog.query_one(OptionList)
        shown = " ".join(options.render_line(y).text for y in range(options.size.height)).split()
        assert [word for word in (*action.split(), "Zurück") if word not in shown] == []


@pytest.mark.parametrize(("lines", "is_longer"), [(["Eine Zeile."] * 3, False), (["Eine Zeile."] * 60, True)])
async def test_a_dialog_shows_arrows_only_where_its_text_is_longer_than_its_place(
    tmp_path: Path, lines: list[str], is_longer: bool
) -> None:
    async with at_the_desk(tmp_path, size=USUAL) as desk:
        dialog = Dialog("Titel", lines, [Item("a", "Weiter")])
        await desk.program.app.push_screen(dialog)
        await desk.program.drawn()
        assert dialog.query_one(".more").display is is_longer
