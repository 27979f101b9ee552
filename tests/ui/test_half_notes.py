"""A note that is half typed is kept beside the text of its answer, until it is taken along or given up."""

from __future__ import annotations

import pytest

from intake.interview.answers import Source
from intake.store.kept.answers import Place
from intake.ui.half_notes import HalfNote, HalfNotes, Marks, is_of_note, place_of_note, read_note

NAME, FROM = Place("family_name"), Place("cv_stations", "e1", "from")


class Texts:
    """A journal that is written when the test says so."""

    def __init__(self) -> None:
        self.kept: dict[Place, str] = {}
        self.typed: dict[Place, str] = {}

    def note(self, place: Place, text: str) -> None:
        self.typed[place] = text

    def waiting(self, place: Place) -> str | None:
        return self.typed.get(place)

    def write(self) -> None:
        self.kept.update(self.typed)
        self.typed.clear()

    def text(self, place: Place) -> str:
        return self.kept.get(place, "")


@pytest.fixture
def texts() -> Texts:
    return Texts()


@pytest.mark.parametrize("place", [NAME, FROM])
def test_a_note_is_found_again_written_or_not_and_only_at_its_answer(texts: Texts, place: Place) -> None:
    notes = HalfNotes(texts, texts.text)
    half = HalfNote(Marks(Source.DOCUMENT, 'Pass [fehlt], "sagt" sie', recheck=True))
    notes.put(place, half)
    assert notes.at(place) == half
    texts.write()
    assert notes.at(place) == half
    assert notes.at(Place("given_name")) is None
    assert list(texts.kept) == [place_of_note(place)]
    assert (is_of_note(place_of_note(place)), is_of_note(place)) == (True, False)


def test_only_a_note_that_was_confirmed_goes_along_with_its_answer_and_once(texts: Texts) -> None:
    notes = HalfNotes(texts, texts.text)
    marks = Marks(note="Pass fehlt")
    notes.put(NAME, HalfNote(marks))
    assert notes.take(NAME) is None
    notes.put(NAME, HalfNote(marks, waits=True))
    assert (notes.take(NAME), notes.take(NAME), notes.at(NAME)) == (marks, None, None)


def test_an_empty_note_is_none(texts: Texts) -> None:
    HalfNotes(texts, texts.text).put(NAME, HalfNote(Marks(), waits=True))
    assert list(texts.typed.values()) == [""]
    assert read_note("") is None


@pytest.mark.parametrize("text", ["Pass fehlt", "[1, 2]", '["heard", "", true, true]', "["])
def test_a_text_of_another_kind_is_not_lost_and_stops_nothing(text: str) -> None:
    assert read_note(text) == HalfNote(Marks(note=text))
