"""Saving and loading: every value comes back, events add up to the view, and one transaction holds all of a save."""

from __future__ import annotations

import traceback
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from intake.interview.answers import (
    ASK_LATER,
    DECLINED,
    NOT_ASKED,
    UNKNOWN,
    Answer,
    AnswerGiven,
    Answers,
    Change,
    Entry,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
    Source,
    State,
)
from intake.interview.session import Run
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate, Plain
from intake.store.failures import CaseClosed, CaseHeld, CaseMissing
from intake.store.ids import new_id
from intake.store.kept.answers import Event, HalfTyped, Place, event
from intake.store.kept.cases import CaseSettings, DueDate, NewCase, Status
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saving
from intake.store.opening import create_store
from intake.store.store import Store
from tests.store.making import (
    AT,
    CHEAP,
    PASSPHRASE,
    answered,
    begin,
    changes,
    later,
    opened_by,
    plain_values,
    said,
    saving,
)

VALUES: list[Plain] = [
    "syr",
    "",
    "محمد الحسن",
    "\u2067ሰላም\u2069 \u200fעברית",
    "👩🏽‍⚕️ 🇸🇾",
    "a\x00b\x1b[31m\r\n\t",
    "'; DROP TABLE answer; --",
    "x" * 10_000,
    "\ud800 lone \udfff",
    "\\ud800",
    36,
    -1,
    2**53 + 1,
    3.5,
    0.1 + 0.2,
    PartialDate(1999),
    PartialDate(1999, 5),
    PartialDate(1999, 5, 17),
    OwnWords("Krankenpfleger"),
    OwnWords("Krankenpfleger", "2221"),
    Municipality("Wuppertal", "05124000"),
    Municipality("irgendwo"),
    Documents({"passport": ("seen", "copied"), "school": ()}),
    Documents({}),
    Appointment("2026-06-01T09:30", "Raum 3", "Frau Öz"),
    Appointment("2026-06-01"),
    ("deu", "ara"),
    (),
    (3, 7, 12),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for properties that begin a case of their own for each example."""
    return create_store(tmp_path_factory.mktemp("shared") / "desk", "Amira", PASSPHRASE, AT, CHEAP)[0]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:30])
def test_a_value_comes_back_as_it_was(store: Store, value: Plain) -> None:
    case = begin(store)
    given = Answer(State.ANSWERED, value, Source.DOCUMENT, "Notiz \ud83d مع", True, "")
    store.save(saving(store, case, AnswerGiven("some_question", given)))
    found = store.load_case(case).answers["some_question"]
    assert found == given
    assert type(found.value) is type(value)


@pytest.mark.parametrize("state", [UNKNOWN, DECLINED, ASK_LATER, NOT_ASKED])
def test_a_state_comes_back_with_its_reason(store: Store, state: Answer) -> None:
    case = begin(store)
    given = Answer(state.state, reason="no private setting", note="später")
    store.save(saving(store, case, AnswerGiven("gender", given)))
    assert store.load_case(case).answers["gender"] == given


def test_a_question_that_was_reset_counts_as_not_asked(store: Store) -> None:
    case = begin(store, said("privacy", "yes"))
    store.save(saving(store, case, AnswerGiven("privacy", NOT_ASKED)))
    assert "privacy" not in store.load_case(case).answers


def test_two_surrogates_that_make_a_pair_come_back_as_their_character(store: Store) -> None:
    case = begin(store, said("note", "\ud83d\ude00"))
    assert store.load_case(case).answers["note"].value == "😀"


def test_entries_keep_their_order_and_their_ids(store: Store) -> None:
    case = begin(store, *(EntryAdded("stations", entry) for entry in ("e1", "e2", "e3")))
    store.save(
        saving(
            store,
            case,
            FieldGiven("stations", "e2", "where", answered("Aleppo")),
            EntryMoved("stations", "e3", 0),
            EntryRemoved("stations", "e1"),
        )
    )
    assert store.load_case(case).answers.entries("stations") == (
        Entry("e3"),
        Entry("e2", {"where": answered("Aleppo")}),
    )


def test_a_removed_entry_stays_in_the_history(store: Store) -> None:
    case = begin(store, EntryAdded("stations", "e1"), FieldGiven("stations", "e1", "where", answered("Aleppo")))
    store.save(saving(store, case, EntryRemoved("stations", "e1"), at=later(5)))
    history = store.history(case, "stations")
    assert [past.event.change for past in history] == [
        EntryAdded("stations", "e1"),
        FieldGiven("stations", "e1", "where", answered("Aleppo")),
        EntryRemoved("stations", "e1"),
    ]
    assert [(past.seq, past.actor_name, past.event.at) for past in history] == [
        (1, "Amira", AT),
        (2, "Amira", AT),
        (3, "Amira", later(5)),
    ]


def test_a_correction_keeps_the_earlier_value(store: Store) -> None:
    case = begin(store, said("nationality", "SYR"))
    store.save(saving(store, case, said("nationality", "IRQ")))
    values = [past.event.change for past in store.history(case, "nationality")]
    assert values == [said("nationality", "SYR"), said("nationality", "IRQ")]
    assert store.load_case(case).answers["nationality"].value == "IRQ"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(changes, max_size=6), max_size=6))
def test_events_add_up_to_the_view_and_to_the_answers_in_memory(shared: Store, batches: list[list[Change]]) -> None:
    case = begin(shared)
    expected = Answers()
    for batch in batches:
        shared.save(saving(shared, case, *batch))
        expected = expected.apply_all(batch)
    loaded = shared.load_case(case).answers
    assert loaded == expected
    assert shared.replayed(case) == expected
    assert [entry.id for entry in loaded.entries("stations")] == [entry.id for entry in expected.entries("stations")]
    numbers = [past.seq for past in shared.history(case)]
    assert numbers == list(range(1, len(numbers) + 1))


@settings(max_examples=150)
@given(st.lists(plain_values, min_size=1, max_size=8))
def test_any_value_comes_back(shared: Store, values: list[Plain]) -> None:
    given_values = [said(f"q{number}", value) for number, value in enumerate(values)]
    case = begin(shared, *given_values)
    assert shared.load_case(case).answers == Answers().apply_all(given_values)


def test_saving_the_same_events_again_changes_nothing(store: Store) -> None:
    case = begin(store)
    once = saving(store, case, said("gender", "f"), EntryAdded("stations", "e1"))
    first, second = store.save(once), store.save(once)
    assert (first.written, second.written, second.seq) == (2, 0, first.seq)
    assert len(store.history(case)) == 2


def test_a_retry_with_one_event_more_writes_only_that(store: Store) -> None:
    case = begin(store)
    first, second = event(said("gender", "f"), AT), event(said("gender", "m"), AT)
    store.save(Saving(case, (first,), store.staff.id, AT))
    assert store.save(Saving(case, (first, second), store.staff.id, AT)).written == 1
    assert store.load_case(case).answers["gender"].value == "m"


def test_beginning_a_case_twice_is_beginning_it_once(store: Store) -> None:
    new = NewCase(new_id(AT), "full", "zebera", "2")
    what = saving(store, new.id, said("gender", "f"))
    assert store.begin_case(new, what) == store.begin_case(new, what)
    assert len(store.lists.list_cases()) == 1
    assert len(store.history(new.id)) == 1


def test_a_save_that_fails_in_the_middle_leaves_nothing(store: Store) -> None:
    case = begin(store, said("gender", "f"))
    before = store.load_case(case), store.trail.verify().entries
    bad = Saving(
        case,
        (event(said("gender", "m"), AT),),
        store.staff.id,
        later(1),
        Place("birth_date"),
        (DueDate("phase1_end", date(2026, 6, 1)), DueDate("phase1_end", date(2026, 6, 2))),
    )
    with pytest.raises(Exception, match="UNIQUE"):
        store.save(bad)
    assert (store.load_case(case), store.trail.verify().entries) == before
    assert store.lists.due(date(2026, 1, 1), date(2027, 1, 1)) == ()


def test_what_was_typed_is_in_no_error(store: Store) -> None:
    case, secret = begin(store), "weh".join(["Zahn", ""])  # put together here, as a traceback quotes the source
    with pytest.raises(IntegrityError) as caught:
        store.save(Saving(case, (event(said("health_wish", secret), AT),), "nobody", AT))
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_a_value_that_would_not_read_back_is_refused_before_it_is_written(store: Store) -> None:
    case = begin(store)
    for wrong in (PartialDate(2026, 2, 30), float("nan")):
        with pytest.raises(ValueError, match=r"finite|read back"):
            store.save(saving(store, case, said("q", wrong)))
    assert store.history(case) == ()


def test_an_event_id_of_another_case_is_a_bug(store: Store) -> None:
    one, other = begin(store), begin(store)
    shared_event = event(said("gender", "f"), AT)
    store.save(Saving(one, (shared_event,), store.staff.id, AT))
    with pytest.raises(ValueError, match="another case"):
        store.save(Saving(other, (shared_event,), store.staff.id, AT))


def test_a_time_without_a_zone_is_a_bug(store: Store) -> None:
    case = begin(store)
    naive = datetime(2026, 5, 17)
    with pytest.raises(Exception, match="time zone"):
        store.save(Saving(case, (Event(new_id(AT), said("gender", "f"), naive),), store.staff.id, AT))


def test_an_unknown_case_says_so(store: Store) -> None:
    with pytest.raises(CaseMissing):
        store.load_case("nothing")
    with pytest.raises(CaseMissing):
        store.save(saving(store, "nothing", said("gender", "f")))


def test_the_header_holds_what_the_case_began_with(store: Store) -> None:
    new = NewCase(new_id(AT), "child", "hannover", "2", CaseSettings(Run.FULL, ("ara", "kmr"), date(2016, 8, 1)))
    header = store.begin_case(new, Saving(new.id, (), store.staff.id, AT, Place("household", "e1", "where")))
    assert store.load_case(new.id).header == header
    assert (header.kind, header.site, header.questionnaire, header.settings) == ("child", "hannover", "2", new.settings)
    assert header.place == Place("household", "e1", "where")
    assert (header.created_by, header.holder, header.status) == (store.staff.id, store.staff.id, Status.OPEN)
    assert header.code[:2] == "H-"
    assert len(header.code) == 9


def test_settings_can_be_changed(store: Store) -> None:
    case = begin(store)
    wanted = CaseSettings(Run.FULL, ("fas",), date(2016, 2, 15))
    store.keep_settings(case, wanted, store.staff.id, later(1))
    assert store.load_case(case).header.settings == wanted


def test_the_place_moves_only_when_it_is_given(store: Store) -> None:
    case = begin(store)
    store.save(Saving(case, (), store.staff.id, later(1), Place("gender")))
    store.save(saving(store, case, said("gender", "f"), at=later(2)))
    header = store.load_case(case).header
    assert (header.place, header.last_activity) == (Place("gender"), later(2))


def test_half_typed_text_comes_back_with_its_cursor_and_goes_with_the_answer(store: Store) -> None:
    case = begin(store)
    kept = HalfTyped(Place("occupation"), "Kranken\ud800pfl", 7, later(1))
    other = HalfTyped(Place("stations", "e1", "where"), "حل", 2, later(1))
    store.keep_half_typed(case, kept)
    store.keep_half_typed(case, other)
    store.keep_half_typed(case, HalfTyped(Place("occupation"), "Krankenpfle", 11, later(2)))
    assert set(store.load_case(case).half_typed) == {HalfTyped(Place("occupation"), "Krankenpfle", 11, later(2)), other}
    store.save(saving(store, case, said("occupation", "Krankenpfleger")))
    assert store.load_case(case).half_typed == (other,)
    store.keep_half_typed(case, HalfTyped(Place("stations", "e1", "where"), "", 0, later(3)))
    assert store.load_case(case).half_typed == ()


def test_half_typed_text_needs_a_case_that_is_stored(store: Store) -> None:
    with pytest.raises(CaseMissing):
        store.keep_half_typed("in-memory", HalfTyped(Place("occupation"), "Kran", 4, AT))


def test_a_colleague_has_to_take_an_open_interview_over(store: Store) -> None:
    case = begin(store)
    colleague = store.people.add("Jonas", "auch lang genug", store.staff.roles, store.staff.id, AT, CHEAP)
    with opened_by(store, "Jonas") as theirs:
        with pytest.raises(CaseHeld):
            theirs.holds.take(case, colleague.id, later(1))
        assert store.load_case(case).header.holder == store.staff.id
        assert theirs.holds.take(case, colleague.id, later(1), over=True).header.holder == colleague.id
        assert store.save(saving(store, case, said("gender", "f"))).holder == colleague.id
        store.holds.put_back(case, store.staff.id, later(2))
        assert store.load_case(case).header.holder == colleague.id
        theirs.holds.put_back(case, colleague.id, later(3))
    assert store.load_case(case).header.holder is None


def test_a_closed_case_is_held_by_nobody_and_takes_additions_only(store: Store) -> None:
    case = begin(store, said("gender", "m"))
    closed = store.set_status(case, Status.CLOSED, store.staff.id, later(1))
    assert (closed.holder, closed.closed_at) == (None, later(1))
    late = saving(store, case, said("gender", "f"), at=later(2))
    with pytest.raises(CaseClosed):
        store.save(late)
    assert store.load_case(case).answers["gender"].value == "m"
    addition = CaseEvent(new_id(later(3)), case, "addition", PartialDate(2026, 5, 17), store.staff.id, later(3))
    store.save(replace(late, happened=(addition,)))
    assert store.load_case(case).answers["gender"].value == "f"
    assert store.set_status(case, Status.OPEN, store.staff.id, later(3)).status is Status.OPEN


def test_another_program_start_finds_everything(store: Store, folder: Path) -> None:
    from intake.store.opening import open_store

    case = begin(store, said("family_name", "Haddad"))
    expected = store.load_case(case)
    store.close()
    again = open_store(folder, "amira", PASSPHRASE, later(60))
    try:
        assert again.load_case(case) == expected
        assert again.holds.interrupted(again.staff.id)[0].id == case
    finally:
        again.close()
