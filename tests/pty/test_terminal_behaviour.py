"""The program in a terminal: starting, locking, leaving, being killed, odd windows and odd input."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.interview.values import Json
from intake.store.kept.cases import CaseFile
from intake.store.opening import open_by_recovery
from intake.store.store import Store
from tests.pty.people import answers_of
from tests.pty.random_keys import write_case
from tests.pty.reading import Eyes, Sight
from tests.pty.staff import (
    COLLEAGUE,
    NAME,
    PASSPHRASE,
    QUICK,
    begin_case,
    only_case,
    opened,
    ready_store,
    set_up,
    unlock,
    unlock_again,
)
from tests.pty.terminal import Terminal, program
from tests.pty.typist import Typist

ANSWERS: dict[str, Json] = {
    "interview_mode": "in_person",
    "preferred_language": "prs",
    "interpreter_type": "in_person_pro",
    "privacy": "yes",
    "understanding_ok": "well",
    "acute_need": "no",
    "privacy_info_given": "yes",
    "family_name": "Rahimi",
    "given_name": "Nawid",
}
NAMES_ASKED = "family_name"
CUT_OFF = "There is room for {count} characters. The end of what was pasted is missing."


@contextmanager
def at_question(
    folder: Path, question: str = NAMES_ASKED, *, language: str = "prs", cols: int = 120, rows: int = 40
) -> Iterator[tuple[Terminal, Eyes, Typist]]:
    """The program, unlocked and in a stored case, with this question on the screen."""
    if not (folder / "store").exists():
        ready_store(folder / "store")
    with program(folder, cols=cols, rows=rows) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        begin_case(terminal, eyes)
        typist = Typist(terminal, {**ANSWERS, "preferred_language": language}, eyes)
        typist.interview(until=lambda sight: asks(sight, question))
        yield terminal, eyes, typist


def asks(sight: Sight, question: str) -> bool:
    return sight.question is not None and sight.question.id == question


def wait_for_journal(terminal: Terminal, store: Store, text: str) -> None:
    """Waits until half-typed text is on the disk: the program puts it there a moment after the last key."""
    terminal.wait_for(lambda: [kept.text for kept in only_case(store).half_typed] == [text])


def history(store: Store, case: CaseFile) -> list[str]:
    return [past.event.id for past in store.history(case.header.id)]


def resize(terminal: Terminal, cols: int, rows: int) -> None:
    """Another size, and the whole screen painted anew for it."""
    painted = len(terminal.output)
    terminal.resize(cols, rows)
    terminal.wait_for(lambda: len(terminal.output) > painted)


def resume(terminal: Terminal, eyes: Eyes) -> None:
    """Takes up the interview that is offered after unlocking."""
    terminal.wait_for(eyes.say("An interview was interrupted"))
    terminal.press("1")
    terminal.wait_for(lambda: eyes.sight().screen == "interview")


# Starting


def test_the_first_start_sets_up_a_store_that_its_recovery_key_opens(tmp_path: Path) -> None:
    with program(tmp_path) as terminal:
        key = set_up(terminal, Eyes(terminal))
    now = dt.datetime.now(dt.UTC)
    store = open_by_recovery(tmp_path / "store", key, NAME, "tisch adler neun wolke", now, QUICK)
    assert store.staff.name == NAME
    store.close()


def test_two_passphrases_that_differ_set_up_nothing(tmp_path: Path) -> None:
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        terminal.wait_for(eyes.say("Passphrase again"))
        terminal.press(NAME, "<enter>", PASSPHRASE, "<enter>", f"{PASSPHRASE}x", "<enter>")
        terminal.wait_for(
            eyes.say("The two passphrases differ. Nothing was set up. Please type both again.").partition(".")[0]
        )
    assert not (tmp_path / "store").exists()


def test_a_wrong_passphrase_shows_its_message_and_nothing_of_the_cases(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name"):
        pass
    with opened(tmp_path / "store") as store:
        code = only_case(store).header.code
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes, "das ist es nicht")
        terminal.wait_for("!")
        terminal.wait_for(eyes.say("Please unlock the store."))
        for hidden in (code, "Rahimi", eyes.say("New case"), eyes.say("An interview was interrupted")):
            assert not terminal.shows(hidden)
        assert "das ist es nicht" not in terminal.output
        assert NAME in terminal.screen_text()
        terminal.press(PASSPHRASE, "<enter>")
        terminal.wait_for(code)


def test_keys_typed_before_the_first_paint_arrive_in_order(tmp_path: Path) -> None:
    ready_store(tmp_path / "store")
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        terminal.press(NAME, "<enter>", PASSPHRASE, "<enter>")
        terminal.wait_for(eyes.say("New case"))


# Being cut off


@pytest.mark.parametrize("how", ["kill", "hang up"])
def test_a_cut_off_interview_comes_back_at_its_question_with_its_half_typed_text(tmp_path: Path, how: str) -> None:
    """A closed window keeps even what was typed a moment ago."""
    with at_question(tmp_path, "given_name") as (terminal, eyes, typist), opened(tmp_path / "store") as store:
        terminal.press("Naw")
        if how == "kill":
            wait_for_journal(terminal, store, "Naw")
            terminal.kill(signal.SIGKILL)
        else:
            terminal.wait_for(lambda: eyes.prefilled() == "Naw")
            terminal.hang_up()
        typed = typist.typed
    with opened(tmp_path / "store") as store:
        case = only_case(store)
        assert [kept.text for kept in case.half_typed] == ["Naw"]
        assert typed.keys() == case.answers.by_id.keys()
        assert store.care.check().audit.broken_at is None
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        terminal.wait_for(case.header.code)
        terminal.wait_for("Rahimi")
        resume(terminal, eyes)
        assert asks(eyes.sight(), "given_name")
        assert eyes.prefilled() == "Naw"
        terminal.press("id", "<enter>")
        terminal.wait_for(lambda: not asks(eyes.sight(), "given_name"))
    with opened(tmp_path / "store") as store:
        assert only_case(store).answers["given_name"].value == "Nawid"


def test_a_shutdown_keeps_what_was_typed_a_moment_ago(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, eyes, _):
        terminal.press("Naw")
        terminal.wait_for(lambda: eyes.prefilled() == "Naw")
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        assert terminal.is_clean
    with opened(tmp_path / "store") as store:
        assert [kept.text for kept in only_case(store).half_typed] == ["Naw"]


def test_a_case_in_memory_leaves_no_trace_when_it_is_cut_off(tmp_path: Path) -> None:
    with at_question(tmp_path, "privacy_info_given") as (terminal, _, _):
        terminal.kill(signal.SIGKILL)
    with opened(tmp_path / "store") as store:
        assert store.lists.list_cases(status=None) == ()


# Leaving


def test_leaving_asks_first_and_leaves_a_clean_terminal(tmp_path: Path) -> None:
    with at_question(tmp_path) as (terminal, eyes, _):
        for key in ("<c-q>", "<c-c>"):
            terminal.press(key)
            terminal.wait_for(eyes.say("Leave intake?"))
            terminal.press("<esc>")
            terminal.wait_for(lambda: asks(eyes.sight(), NAMES_ASKED))
        terminal.press("<c-q>")
        terminal.wait_for(eyes.say("Leave the program"))
        terminal.press("1")
        assert terminal.wait_for_end() == 0
        assert terminal.is_clean
        assert terminal.screen_text() == ""
        assert terminal.traceback() == ""


@pytest.mark.parametrize("key", ["<c-c>", "<c-q>"])
def test_leaving_before_unlocking_needs_no_question(tmp_path: Path, key: str) -> None:
    with program(tmp_path) as terminal:
        terminal.wait_for(Eyes(terminal).say("Passphrase again"))
        terminal.press(key)
        assert terminal.wait_for_end() == 0
        assert terminal.is_clean


# Locking


def test_the_lock_hides_everything_and_comes_back_to_the_half_typed_text(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, eyes, _):
        terminal.press("Naw")
        terminal.wait_for(lambda: eyes.prefilled() == "Naw")
        terminal.press("<c-l>")
        terminal.wait_for(eyes.say("Please unlock the store."))
        for hidden in ("Naw", "Rahimi", eyes.text(eyes.questionnaire["given_name"])):
            assert not terminal.shows(hidden)
        unlock_again(terminal, eyes)
        terminal.wait_for(lambda: asks(eyes.sight(), "given_name"))
        terminal.wait_for(lambda: eyes.prefilled() == "Naw")
        terminal.press("id", "<enter>")
        terminal.wait_for(lambda: not asks(eyes.sight(), "given_name"))
    with opened(tmp_path / "store") as store:
        assert only_case(store).answers["given_name"].value == "Nawid"


# Input


def test_a_paste_is_one_line_up_to_its_limit_and_answers_nothing_and_letters_of_altgr_arrive(tmp_path: Path) -> None:
    """Of several lines and colours, then ten thousand characters, then what a German keyboard has behind AltGr."""
    long = "".join(chr(97 + number % 26) for number in range(10_000))
    with at_question(tmp_path) as (terminal, eyes, _), opened(tmp_path / "store") as store:
        terminal.paste("Rahimi\r\n\x1b[31mNawid\x1b[0m\r\n1\r\n")
        wait_for_journal(terminal, store, "Rahimi [31mNawid[0m 1")
        assert asks(eyes.sight(), NAMES_ASKED)
        assert NAMES_ASKED not in only_case(store).answers.by_id
        terminal.press("<c-u>")
        terminal.paste(long)
        wait_for_journal(terminal, store, long[:100])
        terminal.wait_for(eyes.say(CUT_OFF, count=100))
        assert asks(eyes.sight(), NAMES_ASKED)
        terminal.press("<c-u>", "@€ß\\{[]}|~µ²³äÖ", "<enter>")
        terminal.wait_for(lambda: asks(eyes.sight(), "given_name"))
        assert only_case(store).answers[NAMES_ASKED].value == "@€ß\\{[]}|~µ²³äÖ"


def test_answers_typed_ahead_reach_their_questions(tmp_path: Path) -> None:
    with at_question(tmp_path, "interview_mode") as (terminal, eyes, _):
        terminal.press("1", "Dari", "<enter>", "2", "1")
        terminal.wait_for(lambda: asks(eyes.sight(), "understanding_ok"))


def test_a_name_and_enter_typed_at_once_open_the_case_of_that_name(tmp_path: Path) -> None:
    people = {"Rahimi": "Nawid", "Tesfay": "Selam", "Mansour": "Dima"}
    ready_store(tmp_path / "store")
    with opened(tmp_path / "store") as store:
        for family_name, given_name in people.items():
            write_case(store, {**ANSWERS, "family_name": family_name, "given_name": given_name})
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        terminal.wait_for("Tesfay, Selam")
        terminal.press("Tes", "<enter>")
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
    with opened(tmp_path / "store") as store:
        (held,) = store.holds.interrupted(store.staff.id)
        assert held.family_name == "Tesfay"


def test_a_question_typed_right_behind_the_key_for_it_is_found(tmp_path: Path) -> None:
    with at_question(tmp_path) as (terminal, eyes, _):
        text = eyes.text(eyes.questionnaire["work_months"])
        terminal.press("<f9>", text[:20], "<enter>")
        terminal.wait_for(lambda: asks(eyes.sight(), "work_months"))
        assert eyes.prefilled() == ""


def test_no_state_and_no_note_takes_the_place_of_the_entries_of_a_list(tmp_path: Path) -> None:
    ready_store(tmp_path / "store")
    with opened(tmp_path / "store") as store:
        write_case(store, answers_of("P05", "zebera"))
        before = only_case(store).answers
    with program(tmp_path) as terminal:
        eyes = Eyes(terminal)
        unlock(terminal, eyes)
        terminal.wait_for("Al-Jabiri")
        terminal.press("Al-J", "<enter>")
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        terminal.press("<f9>", eyes.text(eyes.questionnaire["cv_stations"])[:20], "<enter>")
        terminal.wait_for(eyes.say("No more entries"))
        terminal.press("<f5>", "<f6>", "<f7>", "<f8>")
        terminal.wait_for("!")
        assert terminal.shows(eyes.say("No more entries"))
        terminal.press("<c-q>")  # once this is asked, each of the keys has had its effect
        terminal.wait_for(eyes.say("Leave the program"))
        terminal.press("1")
        assert terminal.wait_for_end() == 0
    with opened(tmp_path / "store") as store:
        assert only_case(store).answers["cv_stations"] == before["cv_stations"]


# Windows


def test_small_windows_and_back_lose_nothing(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (terminal, eyes, _):
        terminal.press("Nawid")
        terminal.wait_for(lambda: eyes.prefilled() == "Nawid")
        for cols, rows in ((60, 15), (20, 5), (1, 1), (200, 60), (80, 24)):
            resize(terminal, cols, rows)
        terminal.wait_for(lambda: eyes.prefilled() == "Nawid")
        resize(terminal, 60, 15)
        terminal.wait_for(lambda: asks(eyes.sight(), "given_name") and terminal.shows("Nawid"))
        terminal.press("<enter>")
        terminal.wait_for(lambda: not asks(eyes.sight(), "given_name"))
        resize(terminal, 120, 40)
        terminal.wait_for(lambda: eyes.sight().screen == "interview")
        assert terminal.traceback() == ""
    with opened(tmp_path / "store") as store:
        assert only_case(store).answers["given_name"].value == "Nawid"


def test_an_interview_can_be_typed_in_a_window_of_60_by_15(tmp_path: Path) -> None:
    with at_question(tmp_path, "birth_date", cols=60, rows=15) as (_, _, typist):
        assert typist.typed == ANSWERS


# Views


def test_fifty_switches_of_language_and_layout_change_no_answer(tmp_path: Path) -> None:
    given_name = at_question(tmp_path, "given_name", language="tur")
    with given_name as (terminal, eyes, _), opened(tmp_path / "store") as store:
        terminal.press("Naw")
        wait_for_journal(terminal, store, "Naw")
        before = only_case(store)
        for _ in range(50):
            terminal.press("<f2>", "<f3>")
        terminal.press("<f3>")
        terminal.press("i")
        wait_for_journal(terminal, store, "Nawi")
        after = only_case(store)
        assert (after.answers, after.header.place) == (before.answers, before.header.place)
        assert history(store, after) == history(store, before)
        terminal.wait_for(lambda: eyes.prefilled() == "Nawi")


# Several at once


def test_two_programs_share_a_store(tmp_path: Path) -> None:
    with at_question(tmp_path, "given_name") as (first, first_eyes, _), program(tmp_path) as second:
        eyes = Eyes(second)
        unlock(second, eyes, name=COLLEAGUE)
        second.wait_for(eyes.say("open at {name}", name=NAME))
        begin_case(second, eyes)
        other = Typist(second, {**ANSWERS, "family_name": "Tesfay", "given_name": "Selam"}, eyes)
        other.interview(until=lambda sight: asks(sight, "birth_date"))
        first.press("Nawid", "<enter>")
        first.wait_for(lambda: not asks(first_eyes.sight(), "given_name"))
    with opened(tmp_path / "store") as store:
        names = {(line.family_name, line.given_name) for line in store.lists.list_cases(status=None)}
        assert names == {("Rahimi", "Nawid"), ("Tesfay", "Selam")}
        assert store.care.check().audit.broken_at is None
