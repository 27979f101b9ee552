"""Questions, choices and sections: the parts of a questionnaire.

Source: interview.md 1.1, 4.1. Texts are English message ids; `Question.context` is their context in the catalogs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What kind of answer a question takes."""

    SINGLE = "single"
    MULTI = "multi"
    TEXT = "text"
    TEXT_CODE = "text_code"
    NUMBER = "number"
    LIST_NUMBER = "list_number"
    PARTIAL_DATE = "partial_date"
    COUNTRY = "country"
    MULTI_COUNTRY = "multi_country"
    LANGUAGE = "language"
    LANGUAGE_OR_NO = "language_or_no"
    MULTI_LANGUAGE = "multi_language"
    CEFR = "cefr"
    DOC_LIST = "doc_list"
    APPOINTMENT = "appointment"
    MUNICIPALITY = "municipality"
    MULTI_RECIPIENT = "multi_recipient"
    REPEAT = "repeat"


class Sensitivity(StrEnum):
    """The class of an answer. H and X are GDPR Art. 9 data, I never leaves the desk."""

    NORMAL = "N"
    SOCIAL = "S"
    HEALTH = "H"
    PROTECTION = "X"
    INTERNAL = "I"

    @property
    def is_guarded(self) -> bool:
        """Health and protection: sealed in the store, covered on the screen, released by a permission of their own."""
        return self in (Sensitivity.HEALTH, Sensitivity.PROTECTION)


class Who(StrEnum):
    PERSON = "person"
    STAFF = "staff"


PACKAGES = (
    "IDN", "IDB", "IDX", "LNC", "LNS", "STA", "BEN", "FAC", "FAH", "EDU",
    "WRK", "GOA", "MOB", "DOC", "FUN", "MED", "PRO", "NXT", "RES", "INT",
)  # fmt: skip
HEALTH_PACKAGES = frozenset({"FUN", "MED"})


def package_fits(sensitivity: Sensitivity, package: str) -> bool:
    """Whether an answer of this class may sit in this package: H only in FUN or MED, X only in PRO, I only in INT."""
    match sensitivity:
        case Sensitivity.HEALTH:
            return package in HEALTH_PACKAGES
        case Sensitivity.PROTECTION:
            return package == "PRO"
        case Sensitivity.INTERNAL:
            return package == "INT"
        case Sensitivity.NORMAL | Sensitivity.SOCIAL:
            return package not in HEALTH_PACKAGES and package not in ("PRO", "INT")


def class_of_package(package: str) -> Sensitivity | None:
    """The class that a single code with a package of its own takes on (interview.md 4.2.3)."""
    if package in HEALTH_PACKAGES:
        return Sensitivity.HEALTH
    return {"PRO": Sensitivity.PROTECTION, "INT": Sensitivity.INTERNAL}.get(package)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible code. `package` is set where the code needs another package than its question."""

    code: str
    text: str
    package: str = ""
    private: bool = False
    familiar: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The first step of a choice that is picked in two steps."""

    id: str
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value has to keep to. Names of dates and numbers are question ids, or fields of the same entry."""

    min_length: int = 0
    max_length: int | None = None
    min: float | None = None
    max: float | None = None
    step: float = 1
    unit: str = ""
    max_items: int | None = None
    alone: tuple[str, ...] = ()
    form: str = ""
    full_date: bool = False
    not_future: bool = False
    not_past: bool = False
    not_before: str = ""
    not_below: str = ""
    max_age: int | None = None
    months_back: int | None = None
    months_ahead: int | None = None
    expiry_warning_days: int | None = None
    ask_first_january: bool = False
    note_needed: bool = False


@dataclass(frozen=True, slots=True)
class EntryPackage:
    """Entries whose package depends on one of their fields: code of `field` to package."""

    field: str
    map: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one field of an entry (then `parent` is the id of the repeat).

    The choices of a partial date are words that may stand in its place, such as 'still'.

    `when` is the text of its condition; the questionnaire holds it parsed.
    """

    id: str
    section: str
    text: str
    kind: Kind
    sensitivity: Sensitivity
    package: str
    when: str = "always"
    required: bool = False
    who: Who = Who.PERSON
    private: bool = False
    session: bool = False
    card: bool = False
    familiar: bool = False
    filled_by: str = ""
    prefill: str = ""
    hint: str = ""
    check: str = ""
    standard: str = ""
    limits: Limits = field(default_factory=Limits)
    entry_package: EntryPackage | None = None
    groups: tuple[ChoiceGroup, ...] = ()
    choices: tuple[Choice, ...] = ()
    fields: tuple[Question, ...] = ()
    parent: str = ""

    @property
    def context(self) -> str:
        """The context of its texts in the catalogs, and its name in messages: `birth_date`, `household.where`."""
        return f"{self.parent}.{self.id}" if self.parent else self.id

    @property
    def packages(self) -> tuple[str, ...]:
        """The package of the question, then those of its entries."""
        of_entries = self.entry_package.map.values() if self.entry_package else ()
        return tuple(dict.fromkeys((self.package, *of_entries)))

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def field_named(self, name: str) -> Question | None:
        return next((inner for inner in self.fields if inner.id == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the interview with the minutes it usually takes in a full run."""

    code: str
    text: str
    minutes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Several questions on one screen. `opener` is asked first; a no leaves the items out."""

    id: str
    text: str
    who: Who
    items: tuple[str, ...]
    core_items: tuple[str, ...]
    opener: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseKind:
    """Which sections and questions a kind of case holds: a full first interview, or the short case of a child.

    `required` are required in this kind beside those that are anyway. What the case of a parent knows is suggested for
    `of_parent`, what the child's entry in the household knows for `of_entry`.
    """

    id: str
    text: str
    sections: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    of_parent: tuple[str, ...] = ()
    of_entry: tuple[str, ...] = ()
