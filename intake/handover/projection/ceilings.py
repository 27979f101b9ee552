"""What a kind of office may see at the most. Constants on purpose: no file can widen them.

Source: interview.md 4.2.2 (ceilings), 4.2.3 (single codes), 4.2.4 (fields and entries).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WHOLE = frozenset({"*"})
"""A cell that holds the whole package."""

AGE = "age"
"""Stands in a view in the place of `birth_date`: completed years, or lowest and highest."""

NEXT_STEPS = "NXT"
"""Comes with every consent that holds."""

IN_FILE_NAMES = frozenset({"aa", "bb", "jc", "soz", "school", "iq", "uni", "chamber", "lang", "provider"})
"""The offices that a file name may tell: work, money, school and language. All others look alike there, as a file for
an office of health or of psychosocial help would tell what it is about (interview.md 4.1)."""

NAMED_PERSON_PACKAGES = frozenset({"MED", "PRO"})
"""Need the name of the person who may receive them (release from secrecy, StGB § 203)."""

_STATUS_ADVICE = frozenset({"residence_status", "work_permit_entry", "file_numbers"})
_BENEFIT_BASICS = frozenset({"current_benefits", "prior_sgb2_elsewhere", "eu_basis", "health_insurance"})
_INSURANCE = frozenset({"health_insurance", "health_insurer"})
_GENDER = frozenset({"gender"})
_NATIONALITY = frozenset({"nationality"})
_AGE_ONLY = frozenset({AGE})


def _whole(*packages: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys((*packages, NEXT_STEPS), WHOLE)


CEILINGS: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "aa": _whole("IDN", "IDB", "IDX", "LNC", "LNS", "STA", "FAC", "EDU", "WRK", "GOA", "MOB", "DOC", "FUN", "RES")
        | {"BEN": _BENEFIT_BASICS},
        "bb": _whole("IDN", "IDB", "LNC", "LNS", "EDU", "WRK", "GOA", "MOB", "DOC", "FUN", "RES")
        | {"STA": _STATUS_ADVICE},
        "jc": _whole(
            "IDN", "IDB", "IDX", "LNC", "LNS", "STA", "BEN", "FAC",
            "FAH", "EDU", "WRK", "GOA", "MOB", "DOC", "FUN", "RES",
        ),
        "soz": _whole("IDN", "IDB", "IDX", "LNC", "STA", "BEN", "FAC", "FAH", "MOB", "FUN", "RES")
        | {"DOC": frozenset({"documents"})},
        "school": _whole("IDN", "IDB", "LNC", "LNS", "FAC", "EDU", "GOA", "FUN", "RES")
        | {
            "FAH": frozenset({"guardian_contact"}),
            "DOC": frozenset({"documents", "certificates_state", "certificates_translated"}),
        },
        "youth": _whole(
            "IDN", "IDB", "IDX", "LNC", "LNS", "STA", "FAC", "FAH", "EDU",
            "WRK", "GOA", "MOB", "DOC", "FUN", "MED", "PRO", "RES",
        ),
        "health": _whole("IDN", "IDB", "LNC", "FUN", "MED") | {"IDX": _GENDER, "BEN": _INSURANCE},
        "psych": _whole("IDN", "IDB", "LNC", "FUN", "MED", "PRO") | {"IDX": _GENDER, "BEN": _INSURANCE},
        "iq": _whole("IDN", "IDB", "LNC", "LNS", "EDU", "WRK", "GOA", "DOC"),
        "uni": _whole("IDN", "IDB", "LNC", "LNS", "EDU", "GOA", "DOC")
        | {"IDX": _NATIONALITY, "STA": frozenset({"residence_status"})},
        "chamber": _whole("IDN", "EDU", "WRK", "GOA")
        | {
            "IDB": _AGE_ONLY,
            "LNC": frozenset({"preferred_language", "language_variety", "reading_help"}),
            "LNS": frozenset({"german_speaking", "german_certificate"}),
        },
        "advice": _whole("IDN", "IDB", "LNC", "STA", "PRO", "RES")
        | {"IDX": _NATIONALITY, "BEN": _BENEFIT_BASICS, "FAH": frozenset({"partner_here", "family_abroad"})},
        "lang": _whole("IDN", "LNC", "LNS", "FUN") | {"IDB": _AGE_ONLY},
        "provider": _whole("IDN", "LNC", "LNS", "EDU", "WRK", "GOA", "FUN", "RES")
        | {"IDB": _AGE_ONLY, "MOB": frozenset({"constraints", "shift_work", "travel_limit"})},
        "housing": _whole("IDN", "LNC", "MOB", "FUN")
        | {"IDB": _AGE_ONLY, "IDX": _GENDER, "FAC": frozenset({"children_ages"})},
        "childcare": _whole("IDN", "LNC", "FAC"),
    }
)  # fmt: skip
"""Kind of office to package to the ids it may see, or `WHOLE`. In the order of the record's recipients."""

RECIPIENTS = tuple(CEILINGS)

CODE_PACKAGES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("constraints", "health"): "FUN",
        ("documents", "medical"): "MED",
        ("contact_safe", "not_at_home"): "PRO",
    }
)
"""Question and code to the package that this code needs in addition to that of its question."""

_WORKING_OFFICES = ("jc", "aa", "provider")

ONLY_CODES: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        **{(office, "goal_work"): frozenset({"yes", "later"}) for office in _WORKING_OFFICES},
        **{(office, "course_goes_well"): frozenset({"yes", "partly"}) for office in _WORKING_OFFICES},
        ("soz", "documents"): frozenset({"passport", "id", "res_paper", "bamf"}),
        ("school", "documents"): frozenset({"school", "degree", "translation"}),
        ("chamber", "obs_instructions"): frozenset(),
        ("iq", "obs_instructions"): frozenset(),
    }
)
"""Kind of office and question to the only codes that may go there."""

NOT_CODES: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {(office, "constraints"): frozenset({"money", "care"}) for office in ("provider", "housing")}
)
"""Kind of office and question to the codes that never go there."""

FILE_NUMBERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "azr": frozenset({"aa", "jc", "soz", "youth"}),
        "bamf": frozenset({"aa", "jc", "soz", "youth", "advice"}),
        "ba_customer": frozenset({"aa", "bb", "jc"}),
        "bg": frozenset({"jc", "soz"}),
    }
)
"""Kind of file number to the offices it may go to. Other kinds, and entries without a kind, go to nobody."""

ALIAS_RECIPIENTS = frozenset({"jc", "aa", "soz"})
"""Where a name of the kind 'alias', or of no kind, may go."""

CONTACT_WAYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "phone": frozenset({"phone", "message"}),
        "email": frozenset({"email"}),
        "address": frozenset({"letter", "accommodation"}),
    }
)
"""Question to the codes of `contact_safe` of which one has to be chosen before the answer may go out."""

NO_HOUSEHOLD_NAMES = frozenset({"school", "childcare", "housing", "advice"})
"""Never receive names of other members of the household (sites.md 10, rule 5)."""

PANEL_RECIPIENTS = frozenset({"youth", "psych", "advice"})
"""Receive the panel of Directive (EU) 2024/1346 Art. 24, and only with PRO (interview.md 6)."""


def may_hold(recipient: str, package: str, question: str) -> bool:
    """Whether the ceiling of this kind of office has room for the question (`age` counts as one)."""
    cell = CEILINGS.get(recipient, {}).get(package, frozenset())
    return cell is WHOLE or question in cell
