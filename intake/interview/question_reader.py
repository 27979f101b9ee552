"""Reads questions from a section's TOML and says what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.questions import (
    PACKAGES,
    Choice,
    ChoiceGroup,
    EntryPackage,
    Kind,
    Limits,
    Question,
    Sensitivity,
    Who,
    class_of_package,
    package_fits,
)

_QUESTION_KEYS = frozenset(
    {"id", "text", "type", "class", "package", "when", "required", "who", "private", "session", "card", "familiar"}
    | {"filled_by", "prefill", "hint", "check", "standard", "limits", "entry_package", "groups", "choices", "field"}
)
_CHOICE_KEYS = frozenset({"code", "text", "package", "private", "familiar"})
_NEED_CHOICES = frozenset({Kind.SINGLE, Kind.MULTI, Kind.CEFR, Kind.DOC_LIST})
_NUMBER = (int, float)
_LIMIT_TYPES: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("min_length", "max_length", "max_items", "max_age", "months_back", "months_ahead"), int),
    **dict.fromkeys(("not_future", "not_past", "full_date", "ask_first_january", "note_needed"), bool),
    **dict.fromkeys(("unit", "form", "not_before", "not_below"), str),
    **dict.fromkeys(("min", "max", "step"), _NUMBER),
    "alone": list,
    "expiry_warning_days": int,
}


class Wrong(Protocol):
    """Reports a mistake at a key of the current table."""

    def __call__(self, what: str, key: str = "") -> None: ...


class QuestionReader:
    """Turns the `[[question]]` tables of one section into questions; mistakes are collected, not raised."""

    def __init__(self, file: ContentFile, section: str, mistakes: Mistakes) -> None:
        self._file = file
        self._section = section
        self._mistakes = mistakes
        self._field_index = 0

    def read(self) -> tuple[Question, ...]:
        tables = self._file.data.get("question", [])
        if not isinstance(tables, list):
            self._mistakes.add(self._file, "`question` has to be a list of tables: [[question]]")
            return ()
        read = [self._question(table, "question", index, "") for index, table in enumerate(tables)]
        return tuple(question for question in read if question is not None)

    def _question(self, table: Mapping[str, Any], head: str, index: int, parent: str) -> Question | None:
        def wrong(what: str, key: str = "") -> None:
            self._mistakes.add(self._file, f"{name}: {what}", head, index, key)

        id_ = table.get("id")
        name = f"{parent}.{id_}" if parent else str(id_)
        if not isinstance(id_, str) or not id_.isidentifier() or not id_.isascii():
            name = f"{parent} {head} number {index + 1}".strip()
            wrong("`id` has to be a word of letters, digits and _", "id")
            return None
        for key in sorted(set(table) - _QUESTION_KEYS):
            wrong(f"unknown key `{key}`", key)
        if (closed := _closed(table, wrong)) is None:
            return None
        for key in ("text", "when"):
            if not isinstance(table.get(key, "always" if key == "when" else None), str) or table.get(key) == "":
                wrong(f"`{key}` has to be a text", key)
        question = Question(
            id=id_,
            section=self._section,
            text=str(table.get("text", "")),
            kind=closed.kind,
            sensitivity=closed.sensitivity,
            package=closed.package,
            when=str(table.get("when", "always")),
            who=closed.who,
            limits=self._limits(table.get("limits", {}), wrong),
            entry_package=_entry_package(table.get("entry_package"), wrong),
            groups=tuple(
                ChoiceGroup(group["id"], group["text"], tuple(group["codes"])) for group in table.get("groups", [])
            ),
            choices=self._choices(table, closed.kind, wrong),
            parent=parent,
            required=bool(table.get("required", False)),
            private=bool(table.get("private", False)),
            session=bool(table.get("session", False)),
            card=bool(table.get("card", False)),
            familiar=bool(table.get("familiar", False)),
            filled_by=str(table.get("filled_by", "")),
            prefill=str(table.get("prefill", "")),
            hint=str(table.get("hint", "")),
            check=str(table.get("check", "")),
            standard=str(table.get("standard", "")),
        )
        return self._with_fields(question, table, wrong)

    def _with_fields(self, question: Question, table: Mapping[str, Any], wrong: Wrong) -> Question:
        inner = table.get("field", [])
        if (question.kind is Kind.REPEAT) != bool(inner):
            wrong("a repeat needs fields, and only a repeat has them", "type")
        fields = []
        for each in inner:
            read = self._question(each, "question.field", self._field_index, question.id)
            self._field_index += 1
            if read is not None:
                fields.append(read)
        names = [each.id for each in fields]
        for double in sorted({each for each in names if names.count(each) > 1}):
            wrong(f"two fields with the id `{double}`")
        return replace(question, fields=tuple(fields))

    def _choices(self, table: Mapping[str, Any], kind: Kind, wrong: Wrong) -> tuple[Choice, ...]:
        choices = []
        for item in table.get("choices", []):
            if not isinstance(item, dict) or not isinstance(item.get("code"), str) or not item.get("text"):
                wrong("each choice needs a `code` and a `text`", "choices")
                continue
            for key in sorted(set(item) - _CHOICE_KEYS):
                wrong(f"choice `{item['code']}`: unknown key `{key}`", "choices")
            package = item.get("package", "")
            if package and class_of_package(package) is None:
                wrong(f"choice `{item['code']}`: package {package!r} is none a single code can need", "choices")
            choices.append(
                Choice(item["code"], item["text"], package, bool(item.get("private")), bool(item.get("familiar")))
            )
        codes = [choice.code for choice in choices]
        for double in sorted({code for code in codes if codes.count(code) > 1}):
            wrong(f"two choices with the code `{double}`", "choices")
        if (kind in _NEED_CHOICES) != bool(choices) and kind is not Kind.PARTIAL_DATE:
            wrong(f"type {kind} {'needs' if kind in _NEED_CHOICES else 'takes no'} choices", "type")
        grouped = [code for group in table.get("groups", []) for code in group.get("codes", [])]
        if grouped and sorted(grouped) != sorted(codes):
            wrong("the groups have to hold each choice exactly once", "groups")
        limits = table.get("limits", {})
        alone = limits.get("alone", []) if isinstance(limits, dict) else []
        for code in alone if isinstance(alone, list) else []:
            if code not in codes:
                wrong(f"`alone` names the unknown code `{code}`", "limits")
        return tuple(choices)

    def _limits(self, table: object, wrong: Wrong) -> Limits:
        if not isinstance(table, dict):
            wrong("`limits` has to be a table", "limits")
            return Limits()
        known = {each.name for each in dataclass_fields(Limits)}
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                wrong(f"unknown limit `{key}`", "limits")
            elif not isinstance(value, _LIMIT_TYPES[key]) or (
                isinstance(value, bool) and _LIMIT_TYPES[key] is not bool
            ):
                wrong(f"limit `{key}` has the wrong type", "limits")
            else:
                values[key] = tuple(value) if isinstance(value, list) else value
        return Limits(**values)


class _Closed(NamedTuple):
    """What of a question is a word of a closed list."""

    kind: Kind
    sensitivity: Sensitivity
    who: Who
    package: str


def _closed(table: Mapping[str, Any], wrong: Wrong) -> _Closed | None:
    """None where one of the words is unknown. A class in a package that it must not sit in is told as well."""
    kind = _member(Kind, table.get("type"))
    sensitivity = _member(Sensitivity, table.get("class"))
    who = _member(Who, table.get("who", "person"))
    if kind is None:
        wrong(f"unknown type {table.get('type')!r}", "type")
    if sensitivity is None:
        wrong(f"unknown class {table.get('class')!r}", "class")
    if who is None:
        wrong(f"`who` is person or staff, not {table.get('who')!r}", "who")
    package = table.get("package")
    if package not in PACKAGES:
        wrong(f"unknown package {package!r}", "package")
    if kind is None or sensitivity is None or who is None or package not in PACKAGES:
        return None
    if not package_fits(sensitivity, package):
        wrong(f"class {sensitivity} must not sit in package {package}", "package")
    return _Closed(kind, sensitivity, who, package)


def _member(kind: Any, value: object) -> Any:
    return next((member for member in kind if member == value), None)


def _entry_package(table: object, wrong: Wrong) -> EntryPackage | None:
    if table is None:
        return None
    if not isinstance(table, dict) or not isinstance(table.get("field"), str) or not isinstance(table.get("map"), dict):
        wrong("`entry_package` needs `field` and `map`", "entry_package")
        return None
    for package in table["map"].values():
        if package not in PACKAGES:
            wrong(f"unknown package {package!r}", "entry_package")
    return EntryPackage(table["field"], dict(table["map"]))
