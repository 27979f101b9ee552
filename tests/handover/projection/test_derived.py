"""What is computed for a receiver: panel, admission, closeness to the labour market, gaps of the CV."""

from __future__ import annotations

import pytest

from intake.interview.timeline import Told
from intake.interview.truth import Truth
from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES, PLAIN_PACKAGES
from tests.handover.projection.projection_cases import WORKING, projected


@pytest.mark.parametrize(
    ("recipient", "packages", "letters"),
    [
        ("youth", ALL_PACKAGES, ["c", "e", "f", "h", "i", "k"]),
        ("psych", ALL_PACKAGES, ["c", "e", "f", "h", "i", "k"]),
        ("advice", ALL_PACKAGES, ["f", "h", "k"]),
        ("youth", tuple(package for package in ALL_PACKAGES if package not in ("FUN", "MED")), ["f", "h", "k"]),
        ("youth", PLAIN_PACKAGES, []),
        ("health", ALL_PACKAGES, []),
        ("jc", ALL_PACKAGES, []),
    ],
)
def test_the_panel_goes_with_protection_and_only_where_its_reasons_are_seen(
    recipient: str, packages: tuple[str, ...], letters: list[str]
) -> None:
    data: dict[str, Json] = {
        "gender": "f",
        "pregnancy": "yes",
        "doctor_appointment": "yes",
        "protection_talk_wish": "yes",
        "wg_opener": "yes",
        "wg_seeing": "cannot",
    }
    assert [line.letter for line in projected(data, recipient, packages).panel] == letters


def test_the_admission_is_shown_with_the_proposal() -> None:
    assert projected(WORKING, "jc").admission is Truth.TRUE
    assert projected(WORKING, "jc", ("IDN",)).admission is None
    assert projected({**WORKING, "residence_status": None}, "jc").admission is Truth.OPEN


def test_close_to_the_labour_market_is_said_where_all_its_reasons_are_seen() -> None:
    assert projected(WORKING, "jc").market_ready == "yes"
    assert projected(WORKING, "jc", ("LNS", "WRK")).market_ready is None
    assert projected({**WORKING, "goal_work": "no"}, "jc").market_ready is None
    assert projected(WORKING, "bb").market_ready is None


ENDS: tuple[dict[str, Json], ...] = ({"to": {"state": "declined"}}, {})
STATIONS: Json = [{"kind": "school", "from": "2005", "to": "2010"}, {"kind": "work", "from": "2012", "to": "2016-08"}]


def test_the_gaps_of_a_cv_are_told_only_where_all_of_it_is_seen() -> None:
    data: dict[str, Json] = {"arrival_date": "2016-01-30", "cv_stations": STATIONS}
    whole = projected(data, "jc").timeline
    assert whole is not None
    assert whole.told is Told.GAPS
    assert (str(whole.gaps[0].first), str(whole.gaps[0].last)) == ("2011-01", "2011-12")
    for packages in (("WRK", "IDB"), ("EDU", "IDB")):
        part = projected(data, "jc", packages).timeline
        assert part is not None
        assert part.told is Told.NOT_ASKED
    assert projected(data, "iq").timeline is None
    assert projected(data, "jc", ("IDN", "STA")).timeline is None


def test_gaps_do_not_tell_a_birth_date_or_an_arrival_that_stays_here() -> None:
    data: dict[str, Json] = {"birth_date": "1985-03-01", "arrival_date": "2016-01-30", "cv_stations": STATIONS}
    found = projected(data, "jc", ("EDU", "WRK")).timeline
    assert found is not None
    assert found.entry is None
    assert str(found.gaps[0].first) == "2011-01"


def test_a_field_that_was_declined_shows_in_no_gap() -> None:
    declined, not_asked = (
        projected({"cv_stations": [{"kind": "work", "from": "2008-01", **to}]}, "jc").timeline for to in ENDS
    )
    assert declined == not_asked
