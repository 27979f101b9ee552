"""The values that code computes from answers. Source: interview.md 5.1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction

from intake.interview.conditions.operands import View
from intake.interview.truth import NA, OPEN, Interval, Value, completed_years
from intake.interview.values import Municipality

MAJORITY = 18
_WELLBEING = ("wb_sleep", "wb_images", "wb_tension", "wb_interest", "wb_pain")


def assessment_day(view: View) -> Value:
    return Interval.of_date(view.context.day)


def age(view: View) -> Value:
    """Completed years on the day of assessment. Open where the birth date lies after that day."""
    birth = view.value("birth_date")
    if not isinstance(birth, Interval):
        return NA if birth is NA else OPEN
    return age_of(birth, view.context.day)


def age_of(birth: Interval, day: dt.date) -> Value:
    """Youngest and oldest possible age; a partial date ends at the day itself."""
    first, last = dt.date.fromordinal(int(birth.low)), dt.date.fromordinal(int(birth.high))
    if first > day:
        return OPEN
    return Interval(completed_years(min(last, day), day), completed_years(first, day))


def school_year_end(view: View) -> Value:
    """The first 31 July on or after the 18th birthday. Open where the birth date lies after the day of assessment."""
    birth = view.value("birth_date")
    if not isinstance(birth, Interval):
        return NA if birth is NA else OPEN
    if birth.low > view.context.day.toordinal():
        return OPEN
    ends = [_school_year_end(dt.date.fromordinal(int(day))) for day in (birth.low, birth.high)]
    return Interval(*(end.toordinal() for end in ends))


def _school_year_end(birth: dt.date) -> dt.date:
    """29 February needs no care: as 1 March it lies before the same 31 July."""
    year = birth.year + MAJORITY
    return dt.date(year if (birth.month, birth.day) <= (7, 31) else year + 1, 7, 31)


def in_site_area(view: View) -> Value:
    """Yes or no by the official key, else yes by name; free text is never a no."""
    town = view.value("residence_municipality")
    if not isinstance(town, Municipality):
        return NA if town is NA else OPEN
    codes, names = view.context.config["area_codes"], view.context.config["area_names"]
    if town.ags and isinstance(codes, tuple) and codes:
        return "yes" if town.ags in codes else "no"
    known = {name.strip().casefold() for name in names} if isinstance(names, tuple) else set()
    return "yes" if town.text.strip().casefold() in known else OPEN


def german_course_share(view: View) -> Value:
    """Per cent of the course that is done, rounded down."""
    done, total = view.value("german_course_hours_done"), view.value("german_course_hours_total")
    if done is NA or total is NA:
        return NA
    if not isinstance(done, Interval) or not isinstance(total, Interval) or total.high <= 0:
        return OPEN
    share = Fraction(str(done.high)) * 100 / Fraction(str(total.high))
    return Interval.exact(min(100, max(0, int(share))))


def wb_count(view: View) -> Value:
    """How many of the five are a yes, and how many may be."""
    values = [view.value(id_) for id_ in _WELLBEING]
    yes = values.count("yes")
    return Interval(yes, yes + sum(value is OPEN for value in values))


COMPUTED: Mapping[str, Callable[[View], Value]] = {
    "assessment_day": assessment_day,
    "age": age,
    "school_year_end": school_year_end,
    "in_site_area": in_site_area,
    "german_course_share": german_course_share,
    "wb_count": wb_count,
}
