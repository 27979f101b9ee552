"""What the store's tests make: a cheap key derivation, times, cases, savings, and changes of every kind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from intake.interview.answers import (
    Answer,
    AnswerGiven,
    Change,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
    Source,
    State,
    Value,
)
from intake.interview.values import (
    DOCUMENT_MARKS,
    Appointment,
    Documents,
    Municipality,
    OwnWords,
    PartialDate,
    Plain,
    make_date,
)
from intake.store.connection import RawConnection, connect
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.answers import event
from intake.store.kept.cases import CaseSettings, NewCase
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.saving import Saving
from intake.store.keys.slots import Kdf, read_key_file
from intake.store.keys.unlocking import DataKey, unlock
from intake.store.opening import open_store
from intake.store.store import Store

CHEAP = Kdf(time=1, memory_kib=1024, lanes=1)
PASSPHRASE = "vier Wörter am Tresen"
AT = datetime(2026, 5, 17, 9, 41, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def answered(value: Value, note: str = "") -> Answer:
    return Answer(State.ANSWERED, value, note=note)


def said(question: str, value: Value) -> AnswerGiven:
    return AnswerGiven(question, answered(value))


def draft(case: str, recipient: str = "jc", office: str = "Jobcenter Wuppertal", sha: str = "ab" * 32) -> RecordDraft:
    return RecordDraft(new_id(AT), case, recipient, office, sha)


def saving(store: Store, case_id: str, *changes: Change, at: datetime = AT) -> Saving:
    return Saving(case_id, tuple(event(change, at) for change in changes), store.staff.id, at)


def begin(store: Store, *changes: Change, at: datetime = AT, site: str = "zebera") -> str:
    """A stored case; returns its id."""
    new = NewCase(new_id(at), "full", site, "2", CaseSettings(languages=("ara",)))
    store.begin_case(new, saving(store, new.id, *changes, at=at))
    return new.id


texts = st.text(max_size=30)
codes = st.text(alphabet="abcdefghij_", min_size=1, max_size=8)


def _date(year: int, month: int | None, day: int | None) -> PartialDate:
    made = make_date(year, month, day if month else None)
    return made if isinstance(made, PartialDate) else PartialDate(year)


dates = st.builds(_date, st.integers(1, 9999), st.none() | st.integers(1, 12), st.none() | st.integers(1, 31))
plain_values: st.SearchStrategy[Plain] = st.one_of(
    texts,
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    dates,
    st.builds(OwnWords, texts, st.none() | st.from_regex(r"[0-9]{4}", fullmatch=True)),
    st.builds(Municipality, texts, st.none() | st.from_regex(r"[0-9]{8}", fullmatch=True)),
    st.builds(Documents, st.dictionaries(codes, st.sets(st.sampled_from(DOCUMENT_MARKS)).map(sorted).map(tuple))),
    st.builds(Appointment, st.just("2026-05-17T10:00"), texts, texts),
    st.lists(codes, max_size=4).map(tuple),
    st.lists(st.integers(0, 99), max_size=4).map(tuple),
)
sources = st.sampled_from(Source)
given_answers = st.one_of(
    st.builds(Answer, st.just(State.ANSWERED), plain_values, sources, texts, st.booleans()),
    st.builds(
        Answer,
        st.sampled_from([State.UNKNOWN, State.DECLINED, State.ASK_LATER, State.NOT_ASKED]),
        st.none(),
        sources,
        texts,
        st.booleans(),
        texts,
    ),
)
repeat_answers = st.one_of(
    st.builds(Answer, st.just(State.ANSWERED), st.just(()), sources, texts, st.booleans()),
    given_answers.filter(lambda answer: answer.state is not State.ANSWERED),
)
repeats = st.sampled_from(["household", "stations"])
entry_ids = st.sampled_from(["e1", "e2", "e3", "e4"])
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(AnswerGiven, st.sampled_from(["gender", "birth_date", "family_name"]), given_answers),
    st.builds(AnswerGiven, repeats, repeat_answers),
    st.builds(EntryAdded, repeats, entry_ids),
    st.builds(FieldGiven, repeats, entry_ids, st.sampled_from(["where", "name", "state"]), given_answers),
    st.builds(EntryMoved, repeats, entry_ids, st.integers(-1, 6)),
    st.builds(EntryRemoved, repeats, entry_ids),
)


@contextmanager
def opened_by(store: Store, name: str, passphrase: str = "auch lang genug", at: datetime = AT) -> Iterator[Store]:
    """The same store in the hand of a colleague, who unlocks it beside this one."""
    with closing(open_store(store.folder.path, name, passphrase, at)) as theirs:
        yield theirs


@contextmanager
def raw_connection(folder: Path, key: DataKey) -> Iterator[RawConnection]:
    """The file of a store without the store around it."""
    connection = connect(StoreFolder(folder).database, key)
    try:
        yield connection
    finally:
        connection.close()


def key_of(folder: Path, passphrase: str = PASSPHRASE) -> DataKey:
    """The data key of Amira's store."""
    return unlock(read_key_file(StoreFolder(folder).keys), "Amira", passphrase).key


def change_at_random(chance: random.Random) -> Change:
    """A change of any kind to an answer or an entry."""
    entry = f"e{chance.randrange(4)}"
    possible: tuple[Change, ...] = (
        said(f"q{chance.randrange(30)}", "ä" * chance.randrange(300)),
        said("family_name", chance.choice(["Haddad", "Khoury", "Шевченко"])),
        EntryAdded("stations", entry),
        FieldGiven("stations", entry, "where", answered("Aleppo" * chance.randrange(30))),
        EntryMoved("stations", entry, chance.randrange(4)),
        EntryRemoved("stations", entry),
    )
    return chance.choice(possible)
