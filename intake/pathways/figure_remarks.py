"""Why a monitoring figure, or a part of it, cannot be counted, and what a reader has to know about how it was."""

from __future__ import annotations

from enum import StrEnum


class Remark(StrEnum):
    """The values are message ids."""

    NO_RECEIPTS = "Not computable: the store keeps no receipts of handovers."
    UNKNOWN_COUNT = "Not computable: the program does not know how to count this."
    NEVER_ASKED = "Not computable: the date or answer behind it is never asked at this site."
    SENSITIVE = "Not counted: it rests on answers about health or protection."
    BIRTH_DATES = "Not counted: a birth date is never a group."
    FREE_TEXT = "Not computable: free text is never a group."
    NEEDS_ENTRIES = "Not computable: a field of an entry is no group of cases."
    NO_RECIPIENTS = "Not computable: what is counted here has no recipient."
    TOO_FEW = "Not shown: there are too few cases to show any group."
    NO_CASES = "No case to count."
    MONTHS_NOT_NAMED = "Months are not averaged: the profile names no date they count from."
    FIRST_OF_MONTH = "Where only the month is known, months count from its first day."
    FIRST_TALK_INSTEAD = "This site does not ask for the day of admission: the first talk counts in its place."
    GAP_BY_PLAN = "A course counts as ended on the planned day; the real one is not asked."
    STEPS_BY_RULE = "A person counts at each step that the rules of the site lead to."
    STEPS_BY_MEASURE = "A person counts at each step or stage of a measure that is running."
