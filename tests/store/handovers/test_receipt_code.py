"""Receipt codes: read however they are typed, and no single slip goes unnoticed."""

from __future__ import annotations

import secrets

import pytest

from intake.store.handovers.receipt_code import new_code, read_code
from intake.store.keys.recovery_key import SYMBOLS


def test_a_code_is_read_back_however_it_is_typed() -> None:
    code = new_code(lambda count: bytes(range(20, 20 + count)))
    assert code == "MNPQ-RSTZ"
    assert {read_code(typed) for typed in (code, code.lower(), code.replace("-", ""), " mnpq rstz ")} == {code}


def test_letters_that_look_alike_are_the_same() -> None:
    code = new_code(lambda count: bytes(count))
    assert (code, read_code(code.replace("0", "O"))) == ("0000-0000", "0000-0000")


def test_every_single_wrong_symbol_is_noticed() -> None:
    code = new_code(secrets.token_bytes)
    wrong = (
        code[:place] + symbol + code[place + 1 :]
        for place in range(len(code))
        for symbol in SYMBOLS
        if code[place] not in ("-", symbol)
    )
    assert [typed for typed in wrong if read_code(typed) is not None] == []


@pytest.mark.parametrize("typed", ["", "MNPQ", "MNPQ-RSTY", "MNPQ-RSTU", "MNPQ-RSTZZ", "☃" * 8])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
