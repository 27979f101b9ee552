"""No text is blank, and none passes for more than it is: draft, outdated, German in the place of a missing one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.interview.questions import Question
from intake.languages.catalogs import CATALOG_PLACES, Catalogs
from intake.languages.languages import Status, load_languages
from intake.ui.widgets.field import Layout, Mark, Pair
from intake.ui.widgets.question_pane import QuestionPane, Shown
from intake.ui.wording import CaseWording
from tests.ui.program import USUAL, parts

DRAFTS = [each.code for each in load_languages() if each.status is Status.DRAFT]
CELLS = USUAL[0] - 2
DRAFT_ID, STALE_ID, MISSING_ID = "gender", "arrival_date", "birth_date"


def wording(person: str, staff: str = "de", catalogs: Catalogs | None = None) -> CaseWording:
    lexicon = parts("zebera").lexicon
    return CaseWording(replace(lexicon, catalogs=catalogs or lexicon.catalogs), staff, person)


def question(id_: str) -> Question:
    return parts("zebera").lexicon.questionnaire[id_]


def part_way(folder: Path, language: str) -> Catalogs:
    """Catalogs in which a language has one draft and one stale text, and nothing else."""
    po = folder / language / "LC_MESSAGES" / "intake.po"
    po.parent.mkdir(parents=True)
    entries = [f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n']
    for id_, flags in ((DRAFT_ID, "fuzzy"), (STALE_ID, "fuzzy, stale")):
        entries.append(f'#, {flags}\nmsgctxt "{id_}"\nmsgid "{question(id_).text}"\nmsgstr "{language} {id_}"\n')
    po.write_text("\n".join(entries), "utf-8")
    return Catalogs(folder, *CATALOG_PLACES)


def pane(text: Pair, speech: CaseWording, layout: Layout = Layout.BOTH, height: int = 12) -> str:
    shown = QuestionPane(speech, Shown(text), layout).draw(CELLS, height, focused=False)
    return "\n".join(row.text for row in shown.rows)


def marks(speech: CaseWording) -> list[str]:
    return [speech.say(word) for word in ("Draft", "Outdated", "Not translated")]


@pytest.mark.parametrize("language", DRAFTS)
def test_each_mark_stands_once_in_the_pane_and_no_text_is_blank(tmp_path: Path, language: str) -> None:
    speech = wording(language, catalogs=part_way(tmp_path, language))
    german = speech.in_language("de").question(question(MISSING_ID)).person
    for id_, mark, text in (
        (DRAFT_ID, "Draft", f"{language} {DRAFT_ID}"),
        (STALE_ID, "Outdated", f"{language} {STALE_ID}"),
        (MISSING_ID, "Not translated", german),
    ):
        pair = speech.question(question(id_))
        assert pair.person == text
        for layout in (Layout.BOTH, Layout.PERSON):
            shown = pane(pair, speech, layout)
            assert [word for word in marks(speech) for _ in range(shown.count(word))] == [speech.say(mark)]
        assert not [word for word in marks(speech) if word in pane(pair, speech, Layout.STAFF)]


@pytest.mark.parametrize("language", DRAFTS)
def test_every_question_and_choice_is_marked_as_its_catalog_says(language: str) -> None:
    speech = wording(language)
    catalog = speech.lexicon.catalogs[language]
    for asked, context, message, pair in texts(speech):
        found = catalog.lookup(context, message)
        assert pair.person, (asked, message)
        assert pair.is_missing is found.is_missing
        assert (Mark.STALE in pair.marks) is found.is_stale
        assert bool(pair.marks), f"{asked}: no speaker has reviewed {message!r}"


@pytest.mark.parametrize(("person", "staff"), [("de", "de"), ("en", "de"), ("de", "en"), ("en", "en")])
def test_german_and_english_carry_no_mark(person: str, staff: str) -> None:
    assert not [message for _, _, message, pair in texts(wording(person, staff)) if pair.marks]


def texts(speech: CaseWording) -> Iterator[tuple[str, str, str, Pair]]:
    """Id, context, message and pair of every question and choice, those of entries too."""
    for top in parts("zebera").lexicon.questionnaire.questions:
        for each in (top, *top.fields):
            yield each.id, each.context, each.text, speech.question(each)
            for choice in each.choices:
                yield each.id, each.context, choice.text, speech.choice(each, choice)


def test_a_screen_with_several_questions_is_marked_for_all_of_them() -> None:
    text = Pair("Deutsch", "Almanca", is_draft=True)
    marked = text.with_marks_of([Pair("Lesen", "Okuma", is_draft=True, is_stale=True), Pair("Hören", "Hören")])
    assert marked.marks == {Mark.STALE}
    assert text.with_marks_of([Pair("Lesen", "Lesen", is_missing=True)]).marks == {Mark.DRAFT, Mark.MISSING}
