"""The writer keeps the order, never forgets a change, and tries again only when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake.errors import Fate
from intake.store.database import Database
from intake.store.failures import CaseClosed, CaseHeld, CaseMissing, StoreClosed, StoreLocked
from intake.store.kept.cases import ErasureReason, Status
from intake.store.kept.people import Role
from intake.store.kept.saving import Saved, Saving
from intake.store.opening import open_store
from intake.store.schema import VERSION
from intake.store.sealed_answers import NotHeld
from intake.store.store import Store
from intake.store.writer import Writer, WriterState
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, raw_connection, said, saving


@pytest.fixture
def case(store: Store) -> str:
    return begin(store)


@pytest.fixture
def impatient(store: Store, folder: Path) -> Iterator[Store]:
    """The same store with a timeout of 20 ms."""
    key = key_of(folder)
    made = Store(
        store.folder, key, Database(store.folder.database, key, VERSION, busy_ms=20), store.store_id, store.staff
    )
    yield made
    made.close()


def test_a_finished_future_means_that_it_is_on_the_disk(store: Store, case: str) -> None:
    with Writer(store) as writer:
        saved = writer.save(saving(store, case, said("gender", "f"))).result()
        assert (saved.seq, saved.written) == (1, 1)
        assert store.load_case(case).answers["gender"].value == "f"
        assert writer.state == WriterState(0, None)
        assert writer.state.all_saved


def test_writes_keep_their_order(store: Store, case: str) -> None:
    with Writer(store) as writer:
        for number in range(50):
            writer.save(saving(store, case, said("number", number)))
    assert store.load_case(case).answers["number"].value == 49
    assert [past.event.change for past in store.history(case)] == [said("number", number) for number in range(50)]


def test_closing_writes_what_waits(store: Store, case: str) -> None:
    writer = Writer(store)
    futures = [writer.save(saving(store, case, said(f"q{number}", number))) for number in range(30)]
    assert writer.close() == ()
    assert all(future.done() for future in futures)
    assert len(store.history(case)) == 30
    with pytest.raises(RuntimeError, match="closed"):
        writer.save(saving(store, case))


def test_a_failed_write_stays_and_what_is_behind_it_waits(impatient: Store, case: str, folder: Path) -> None:
    with Writer(impatient) as writer, raw_connection(folder, key_of(folder)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = writer.save(saving(impatient, case, said("gender", "f")))
        with pytest.raises(StoreLocked):
            first.result()
        second = writer.save(saving(impatient, case, said("gender", "m")))
        other.execute("ROLLBACK")
        state = writer.state
        assert state.waiting == 2
        assert state.failed is not None
        assert (state.failed.case_id, state.failed.questions) == (case, ("gender",))
        assert isinstance(state.failed.error, StoreLocked)
        assert not second.done()
        assert impatient.history(case) == ()
        writer.retry().result()
        assert second.result().seq == 2
        assert writer.state.all_saved
    assert impatient.load_case(case).answers["gender"].value == "m"


def test_a_retry_that_fails_again_keeps_the_change(impatient: Store, case: str, folder: Path) -> None:
    with Writer(impatient) as writer, raw_connection(folder, key_of(folder)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            writer.save(saving(impatient, case, said("gender", "f"))).result()
        for _ in range(2):
            with pytest.raises(StoreLocked):
                writer.retry().result()
        assert writer.state.waiting == 1
        other.execute("ROLLBACK")
        writer.retry().result()
    assert impatient.load_case(case).answers["gender"].value == "f"


def test_a_retry_after_a_commit_that_was_not_noticed_writes_it_once(store: Store, case: str) -> None:
    class Forgetful:
        calls = 0

        def save(self, saving: Saving) -> Saved:
            saved = store.save(saving)
            self.calls += 1
            if self.calls == 1:
                raise OSError("the answer got lost on the way back")
            return saved

    with Writer(Forgetful()) as writer:
        with pytest.raises(OSError, match="got lost"):
            writer.save(saving(store, case, said("gender", "f"))).result()
        writer.retry().result()
    assert len(store.history(case)) == 1


def test_only_a_person_drops_a_change(impatient: Store, case: str, folder: Path) -> None:
    with Writer(impatient) as writer:
        assert writer.drop() is None
        with raw_connection(folder, key_of(folder)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreLocked):
                writer.save(saving(impatient, case, said("gender", "f"))).result()
            behind = writer.save(saving(impatient, case, said("birth_place", "Aleppo")))
            other.execute("ROLLBACK")
        dropped = writer.drop()
        assert dropped is not None
        assert dropped.questions == ("gender",)
        assert behind.result().seq == 1
    assert list(impatient.load_case(case).answers) == ["birth_place"]


def test_closing_hands_back_what_could_not_be_written(store: Store, case: str) -> None:
    writer = Writer(store)
    store.close()
    with pytest.raises(StoreClosed):
        writer.save(saving(store, case, said("gender", "f"))).result()
    writer.save(saving(store, case, said("birth_place", "Aleppo")))
    left = writer.close()
    assert [unsaved.questions for unsaved in left] == [("gender",), ("birth_place",)]
    assert [type(unsaved.error) for unsaved in left] == [StoreClosed, type(None)]


def test_a_cancelled_future_stops_no_write(store: Store, case: str) -> None:
    may_go = threading.Event()
    with Writer(store) as writer:
        writer.submit(may_go.wait)
        future = writer.save(saving(store, case, said("gender", "f")))
        assert future.cancel()
        may_go.set()
    assert store.load_case(case).answers["gender"].value == "f"


def test_a_refusal_is_told_and_holds_nothing_up(store: Store, case: str) -> None:
    colleague = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    with Writer(store) as writer:
        for take in (writer.submit, writer.ask):
            with pytest.raises(CaseHeld):
                take(lambda: store.holds.take(case, colleague.id, AT)).result()
            assert writer.state.all_saved
        assert writer.save(saving(store, case, said("gender", "f"))).result().written == 1


def test_an_answer_on_health_without_the_second_key_holds_nothing_up(store: Store, case: str, folder: Path) -> None:
    store.people.add("Adrian", PASSPHRASE, (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    with closing(open_store(folder, "Adrian", PASSPHRASE, AT)) as administrator:
        administrator.people.add("Neu", PASSPHRASE, (Role.CLERK,), administrator.staff.id, AT, CHEAP)
    with closing(open_store(folder, "Neu", PASSPHRASE, AT)) as clerk, Writer(clerk) as writer:
        with pytest.raises(NotHeld):
            writer.save(saving(clerk, case, said("wg_seeing", "none"))).result()
        assert writer.save(saving(clerk, case, said("gender", "f"))).result().written == 1


def test_what_holds_nothing_typed_is_not_kept_when_it_fails(impatient: Store, case: str, folder: Path) -> None:
    with Writer(impatient) as writer, raw_connection(folder, key_of(folder)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked) as asked:
            writer.ask(lambda: impatient.holds.take(case, impatient.staff.id, AT)).result()
        assert writer.state == WriterState(0, None)
        with pytest.raises(StoreLocked) as saved:
            writer.save(saving(impatient, case, said("gender", "f"))).result()
        other.execute("ROLLBACK")
        with pytest.raises(StoreLocked) as behind:
            writer.ask(lambda: impatient.holds.take(case, impatient.staff.id, AT)).result()
        assert [each.value.fate for each in (asked, saved, behind)] == [Fate.NOT_DONE, Fate.KEPT, Fate.BEHIND]
        assert writer.state.waiting == 1
        writer.retry().result()
        assert writer.ask(lambda: impatient.holds.take(case, impatient.staff.id, AT)).result().header.id == case


def test_who_only_asked_does_not_wait_behind_a_failed_write(store: Store, case: str) -> None:
    may_go = threading.Event()

    def fail() -> None:
        may_go.wait()
        raise StoreLocked("Locked.", "Kept.")

    with Writer(store) as writer:
        failing = writer.submit(fail)
        asked = writer.ask(lambda: store.holds.take(case, store.staff.id, AT))
        behind = writer.save(saving(store, case, said("gender", "f")))
        may_go.set()
        for future in (failing, asked):
            with pytest.raises(StoreLocked):
                future.result()
        assert writer.state.waiting == 2
        writer.drop()
        assert behind.result().written == 1


def test_a_bug_in_a_write_keeps_it_and_the_thread(store: Store, case: str) -> None:
    with Writer(store) as writer:
        with pytest.raises(ZeroDivisionError):
            writer.submit(lambda: 1 // 0).result()
        assert writer.state.waiting == 1
        writer.drop()
        assert writer.save(saving(store, case, said("gender", "f"))).result().written == 1


def test_listeners_hear_every_state_and_a_broken_one_stops_nothing(store: Store, case: str) -> None:
    heard: list[WriterState] = []

    def listen(state: WriterState) -> None:
        heard.append(state)
        if state.waiting == 0:
            raise RuntimeError("the screen is gone")

    with Writer(store, listen) as writer:
        writer.save(saving(store, case, said("gender", "f"))).result()
        writer.save(saving(store, case, said("gender", "m"))).result()
    assert heard[0].waiting == 1
    assert len(store.history(case)) == 2


def test_many_threads_may_ask_at_once(store: Store, case: str) -> None:
    with Writer(store) as writer:
        threads = [
            threading.Thread(
                target=lambda name: [writer.save(saving(store, case, said(f"{name}{n}", n))) for n in range(10)],
                args=(name,),
            )
            for name in "abcd"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(store.history(case)) == 40
    assert store.replayed(case) == store.load_case(case).answers
    assert store.load_case(case).header.last_activity == AT


def test_what_the_store_refuses_for_good_holds_up_nothing(store: Store, case: str) -> None:
    closed, gone = begin(store), begin(store)
    store.set_status(closed, Status.CLOSED, store.staff.id, AT)
    store.care.erase(gone, ErasureReason.MISTAKE, store.staff.id, AT)
    with Writer(store) as writer:
        for other, refusal in ((closed, CaseClosed), (gone, CaseMissing)):
            with pytest.raises(refusal):
                writer.save(saving(store, other, said("gender", "f"))).result()
            assert writer.state.all_saved
        writer.save(saving(store, case, said("gender", "f"))).result()
    assert store.load_case(case).answers["gender"].value == "f"


def test_who_waits_behind_a_failed_write_hears_of_it_when_the_writer_is_closed(store: Store, case: str) -> None:
    writer = Writer(store)
    store.close()
    with pytest.raises(StoreClosed):
        writer.save(saving(store, case, said("gender", "f"))).result()
    behind = writer.save(saving(store, case, said("birth_place", "Aleppo")))
    assert len(writer.close()) == 2
    assert isinstance(behind.exception(timeout=0), StoreClosed)
