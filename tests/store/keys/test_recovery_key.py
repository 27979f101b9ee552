"""The printed recovery key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.values import Problem
from intake.store.keys.recovery_key import BYTES, SYMBOLS, new_recovery_key, printed, read_recovery_key

keys = st.binary(min_size=BYTES, max_size=BYTES)


@given(keys)
def test_a_printed_key_reads_back(key: bytes) -> None:
    assert read_recovery_key(printed(key)) == key


@given(keys, st.data())
def test_reading_is_forgiving(key: bytes, data: st.DataObject) -> None:
    looks_alike = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        data.draw(st.sampled_from(looks_alike.get(symbol, symbol + symbol.lower()))) for symbol in printed(key)
    )
    assert read_recovery_key(f"  {typed.replace('-', data.draw(st.sampled_from(['', ' ', ' – ', '-'])))}\n") == key


@given(keys, st.integers(0, 31), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_always_found(key: bytes, place: int, symbol: str) -> None:
    plain = printed(key).replace("-", "")
    wrong = plain[:place] + symbol + plain[place + 1 :]
    assert wrong == plain or isinstance(read_recovery_key(wrong), Problem)


@given(keys, st.integers(0, 30))
def test_two_swapped_symbols_are_always_found(key: bytes, place: int) -> None:
    plain = printed(key).replace("-", "")
    wrong = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert wrong == plain or isinstance(read_recovery_key(wrong), Problem)


def test_a_key_that_is_too_short_says_how_many_symbols_it_has() -> None:
    problem = read_recovery_key("7K3F-92")
    assert isinstance(problem, Problem)
    assert str(problem) == "The recovery key has 33 letters and digits; these are 6."


def test_an_impossible_symbol_is_named_by_its_place() -> None:
    problem = read_recovery_key("0" * 4 + "!" + "0" * 28)
    assert isinstance(problem, Problem)
    assert problem.params == {"position": 5}


def test_only_keys_with_a_check_symbol_that_every_keyboard_has_are_handed_out() -> None:
    numbers = itertools.count(33)  # 33 modulo 37 is written `~`
    key = new_recovery_key(lambda length: next(numbers).to_bytes(length, "big"))
    assert int.from_bytes(key, "big") == 37
    assert printed(key)[-1] == "0"


@pytest.mark.parametrize(("number", "symbol"), [(32, "*"), (33, "~"), (34, "$"), (35, "="), (36, "U")])
def test_all_check_symbols_of_the_standard_are_read(number: int, symbol: str) -> None:
    key = number.to_bytes(BYTES, "big")
    assert printed(key).endswith(f"-{symbol}")
    assert read_recovery_key(printed(key).lower()) == key
