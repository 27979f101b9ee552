"""Wrong passphrases are slowed down and counted, whatever the clock does and however often the program is started."""

from __future__ import annotations

import json
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.errors import KeyRefused
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys.slots import read_key_file
from intake.store.keys.tries import (
    FREE_TRIES,
    LONGEST_WAIT_S,
    MOST_TIMES,
    MOST_UNKNOWN,
    UNCOUNTED_WAIT_S,
    UNKNOWN,
    MustWait,
    Tried,
    Tries,
    wait_s,
    who_of,
)
from intake.store.opening import create_store, open_by_recovery, open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE

WRONG = "das ist es nicht"
UP = 5000.0
NAME = "Amira"


@pytest.fixture
def place(tmp_path: Path) -> StoreFolder:
    """A closed store of Amira and Jonas."""
    store, recovery = create_store(tmp_path / "desk", NAME, PASSPHRASE, AT, CHEAP)
    store.people.add("Jonas", "ganz andere Wörter", (Role.CLERK,), store.staff.id, AT, CHEAP)
    store.close()
    (tmp_path / "recovery").write_text(recovery)
    return StoreFolder(tmp_path / "desk")


def try_it(
    place: StoreFolder, passphrase: str = WRONG, s: float = 0, name: str = NAME, up: float | None = None
) -> Store:
    """A try `s` seconds after the first one."""
    return open_store(
        place.path, name, passphrase, AT + timedelta(seconds=s), uptime=lambda: UP + s if up is None else up
    )


def fail(place: StoreFolder, times: int = 1, s: float = 0, name: str = NAME) -> None:
    for _ in range(times):
        with pytest.raises(KeyRefused, match="Name or passphrase"):
            try_it(place, s=s, name=name)


def wait_of(place: StoreFolder, s: float = 0, name: str = NAME, up: float | None = None) -> int:
    """How long a try with the right passphrase has to wait; it must not be possible now."""
    with pytest.raises(MustWait) as caught:
        try_it(place, PASSPHRASE, s, name, up)
    assert str(caught.value.seconds) in str(caught.value)
    return caught.value.seconds


def test_the_first_three_tries_need_no_wait(place: StoreFolder) -> None:
    fail(place, 2)
    try_it(place, PASSPHRASE).close()


def test_each_further_try_waits_twice_as_long_up_to_five_minutes(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    s, waits = 0, []
    for _ in range(10):
        waits.append(wait_of(place, s))
        s += waits[-1]
        fail(place, s=s)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_the_right_passphrase_waits_too_and_then_opens(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    assert wait_of(place, s=0.5) == 2
    assert wait_of(place, s=1.2) == 1
    try_it(place, PASSPHRASE, 2).close()


def test_a_try_that_came_too_early_makes_no_wait_longer(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    for _ in range(5):
        assert wait_of(place) == 2


def test_no_work_is_done_while_one_has_to_wait(place: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(place, FREE_TRIES)
    monkeypatch.setattr("intake.store.keys.unlocking.hash_secret_raw", None)
    wait_of(place)


def test_each_person_waits_alone(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    try_it(place, "ganz andere Wörter", name="Jonas").close()
    wait_of(place)


def test_a_name_that_nobody_has_costs_the_same(place: StoreFolder) -> None:
    fail(place, FREE_TRIES, name="Niemand")
    assert wait_of(place, name=" niemand ") == 2
    raw = place.tries.read_text()
    assert "iemand" not in raw
    assert NAME not in raw


def test_names_that_nobody_has_do_not_fill_the_file(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    tries = Tries(place, lambda: UP)
    for number in range(MOST_UNKNOWN + 20):
        tries.begin(f"{UNKNOWN}{number}", AT)
    slots = json.loads(place.tries.read_text())["slots"]
    assert len(slots) == MOST_UNKNOWN + 1
    assert who_of(read_key_file(place.keys), NAME) in slots
    wait_of(place)


def test_the_counts_are_for_their_owner_only(place: StoreFolder) -> None:
    fail(place)
    assert stat.S_IMODE(place.tries.stat().st_mode) == 0o600


def test_the_right_passphrase_resets_the_count(place: StoreFolder) -> None:
    fail(place, 2)
    try_it(place, PASSPHRASE).close()
    assert not place.tries.exists()
    fail(place, 2)
    try_it(place, PASSPHRASE).close()


def test_a_program_that_is_killed_while_it_checks_has_tried(
    place: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> bytes:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("intake.store.keys.unlocking.hash_secret_raw", killed)
        for _ in range(FREE_TRIES):
            with pytest.raises(Killed):
                try_it(place)
    assert wait_of(place) == 2


def test_programs_that_try_at_once_are_all_counted(place: StoreFolder) -> None:
    refusals: list[type[KeyRefused]] = []

    def one() -> None:
        try:
            try_it(place)
        except KeyRefused as error:
            refusals.append(type(error))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals.count(KeyRefused) == FREE_TRIES
    assert refusals.count(MustWait) == 8 - FREE_TRIES


def test_deleting_the_file_resets_the_count_as_it_says(place: StoreFolder) -> None:
    fail(place, FREE_TRIES)
    place.tries.unlink()
    try_it(place, PASSPHRASE).close()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"format": "intake.tries/1", "slots": 7}',
        b'{"format": "intake.tries/1", "slots": {"a": 7}}',
        b'{"format": "intake.tries/1", "slots": {"a": {"count": -1}}}',
        b'{"format": "intake.tries/1", "slots": {"a": {"count": 1, "times": ["x"], "noted": 0, "up": 0}}}',
        b"[" * 100_000,
        b'{"format": "intake.tries/1", "slots": {' + b" " * 300_000 + b"}}",
    ],
    ids=lambda content: content[:30],
)
def test_what_cannot_be_read_counts_for_nothing(place: StoreFolder, content: bytes) -> None:
    place.tries.write_bytes(content)
    try_it(place, PASSPHRASE).close()


def test_where_no_count_can_be_kept_each_try_waits_the_same_time(place: StoreFolder) -> None:
    place.tries.mkdir()  # no file can take its place, as on a disk that may only be read
    waits: list[float] = []
    tries = Tries(place, lambda: UP, waits.append)
    for _ in range(FREE_TRIES + 2):
        tries.begin("somebody", AT)
    assert waits == [UNCOUNTED_WAIT_S] * (FREE_TRIES + 2)
    place.tries.rmdir()
    tries.begin("somebody", AT)
    assert len(waits) == FREE_TRIES + 2


# clocks


def five_wrong() -> Tried:
    return Tried(5, (AT,) * 5, 0, UP)


@pytest.mark.parametrize("moved", [-(10**8), -3600, 0, 3600, 10**8])
def test_no_setting_of_the_clock_shortens_a_wait_while_the_computer_runs(moved: int) -> None:
    assert wait_s(five_wrong(), AT + timedelta(seconds=3 + moved), UP + 3) >= 5


@pytest.mark.parametrize("moved", [-(10**8), -3600, 0, 3600, 10**8])
def test_the_wait_is_over_after_its_time_at_the_latest_whatever_the_clock_says(moved: int) -> None:
    """Set back by less than has passed, the clock of the wall still has to go on for the rest: at most the delay."""
    assert wait_s(five_wrong(), AT + timedelta(seconds=8 + moved), UP + 8) == 0
    assert wait_s(five_wrong(), AT + timedelta(seconds=3), UP + 30) == 5  # set back while one waited


def test_after_a_restart_the_clock_of_the_wall_counts_if_it_can_be_right() -> None:
    assert wait_s(five_wrong(), AT + timedelta(hours=10), 3) == 0
    assert wait_s(five_wrong(), AT - timedelta(hours=10), 3) == 5
    assert wait_s(five_wrong(), AT - timedelta(hours=10), 9) == 0


@example(count=3, moved=-1.0, up=0.0, up_then=float("-inf"))
@example(count=3, moved=1.0, up=0.0, up_then=float("nan"))
@given(
    st.integers(0, 100),
    st.floats(-1e9, 1e9),
    st.floats(0, 1e9),
    st.floats(allow_nan=True, allow_infinity=True),
)
def test_nobody_waits_longer_than_five_minutes(count: int, moved: float, up: float, up_then: float) -> None:
    tried = Tried(count, (AT,), 0, up_then)
    assert 0 <= wait_s(tried, AT + timedelta(seconds=moved), up) <= LONGEST_WAIT_S


@given(st.integers(FREE_TRIES, 30), st.floats(-1e6, 1e6))
def test_however_the_clock_is_set_a_wait_ends(count: int, moved: float) -> None:
    """The clock jumps once; then both go on. After twice the longest wait everybody may try again."""
    tried = Tried(count, (AT,), 0, UP)
    later = 2 * LONGEST_WAIT_S
    assert wait_s(tried, AT + timedelta(seconds=moved + later), UP + later) == 0 or -later < moved < 0


# what the owner is told, and the audit chain


def test_the_owner_is_told_at_the_next_login_and_then_no_more(place: StoreFolder) -> None:
    fail(place, 2, s=60)
    store = try_it(place, PASSPHRASE, 3600)
    assert (store.tried.count, store.tried.last) == (2, AT + timedelta(seconds=60))
    store.close()
    again = try_it(place, PASSPHRASE, 3700)
    assert (again.tried.count, again.tried.last) == (0, None)
    again.close()


def test_a_colleague_is_told_nothing_of_it(place: StoreFolder) -> None:
    fail(place, 2)
    colleague = try_it(place, "ganz andere Wörter", 60, "Jonas")
    assert colleague.tried.count == 0
    colleague.close()
    owner = try_it(place, PASSPHRASE, 90)
    assert owner.tried.count == 2
    owner.close()


def test_each_failed_try_is_noted_in_the_audit_chain_once(place: StoreFolder) -> None:
    amira = who_of(read_key_file(place.keys), NAME)
    fail(place, 2, s=10)
    fail(place, 1, s=20, name="Niemand")
    try_it(place, "ganz andere Wörter", 60, "Jonas").close()
    owner = try_it(place, PASSPHRASE, 90)
    entries = [entry for entry in owner.trail.entries(30) if entry.action == "unlock.failed"]
    assert [(entry.subject, (entry.at - AT).seconds) for entry in entries] == [
        ("unknown", 20),
        (amira, 10),
        (amira, 10),
    ]
    assert owner.trail.verify().broken_at is None
    owner.close()


def test_so_many_tries_are_noted_and_no_more(place: StoreFolder) -> None:
    s = 0
    for _ in range(MOST_TIMES + 5):
        fail(place, s=s)
        s += LONGEST_WAIT_S
    owner = try_it(place, PASSPHRASE, s)
    assert owner.tried.count == MOST_TIMES + 5
    entries = [entry for entry in owner.trail.entries(99) if entry.action == "unlock.failed"]
    assert len(entries) == MOST_TIMES
    owner.close()


def test_wrong_recovery_keys_wait_too_and_the_owner_hears_of_a_right_one(place: StoreFolder, tmp_path: Path) -> None:
    def recover(key: str, s: float) -> Store:
        at = AT + timedelta(seconds=s)
        return open_by_recovery(place.path, key, NAME, "ganz neue Wörter", at, CHEAP, uptime=lambda: UP + s)

    wrong = "0" * 33
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyRefused, match="not the recovery key"):
            recover(wrong, 0)
    right = (tmp_path / "recovery").read_text()
    with pytest.raises(MustWait):
        recover(right, 1)
    store = recover(right, 2)
    assert store.tried.count == FREE_TRIES
    store.close()
    owner = try_it(place, "ganz neue Wörter", 60)
    assert owner.tried.recovered == AT + timedelta(seconds=2)
    owner.close()
    again = try_it(place, "ganz neue Wörter", 90)
    assert again.tried.recovered is None
    again.close()


def test_an_old_passphrase_that_is_guessed_at_an_open_desk_is_counted(place: StoreFolder) -> None:
    store = try_it(place, PASSPHRASE)
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyRefused, match="Name or passphrase"):
            store.people.change_passphrase(NAME, WRONG, "ganz neue Wörter", AT, CHEAP)
    with pytest.raises(MustWait):
        store.people.change_passphrase(NAME, PASSPHRASE, "ganz neue Wörter", AT, CHEAP)
    store.close()


def test_a_passphrase_that_is_guessed_to_uncover_answers_is_counted(place: StoreFolder) -> None:
    store = try_it(place, PASSPHRASE)
    store.people.check_passphrase(PASSPHRASE, AT)
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyRefused, match="Name or passphrase"):
            store.people.check_passphrase(WRONG, AT)
    with pytest.raises(MustWait):
        store.people.check_passphrase(PASSPHRASE, AT)
    store.close()
