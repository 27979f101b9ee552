"""The questionnaire: all questions in the order of the interview, loaded from `content/<version>/` and checked.

Source: interview.md 1.1, 3, 7, 8. Old versions stay readable: a case keeps the version it began with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.question_reader import QuestionReader
from intake.interview.questions import CaseKind, Grid, Kind, Question, Section, Sensitivity, Who

LATEST = "2"


@dataclass(frozen=True, slots=True)
class Language:
    """A language an answer can name: ISO 639-3 code, CLDR tag where CLDR has its name, and its macrolanguage."""

    code: str
    cldr: str
    macro: str


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of countries (alpha-3 to the alpha-2 code of CLDR), languages and scripts."""

    countries: Mapping[str, str]
    languages: Mapping[str, Language]
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Sections, questions, screens with several questions, and kinds of case of one version."""

    version: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    grids: tuple[Grid, ...]
    case_kinds: tuple[CaseKind, ...]
    codes: Codes
    files: Mapping[str, ContentFile]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        return {question.id: position for position, question in enumerate(self.questions)}

    @cached_property
    def grid_of(self) -> Mapping[str, Grid]:
        """The grid that asks a question in its own place. 'papers' is a way to type early, no place of its own."""
        return {item: grid for grid in self.grids if grid.id != "papers" for item in grid.items}

    def __getitem__(self, id_: str) -> Question:
        return self.by_id[id_]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def get(self, id_: str) -> Question | None:
        """The question, or the field of an entry for `repeat.field`."""
        outer, _, inner = id_.partition(".")
        question = self.by_id.get(outer)
        return question.field_named(inner) if question and inner else question

    def order(self, id_: str) -> int:
        """The place of a question in the interview, from 0."""
        return self.positions[id_]

    def section(self, code: str) -> Section:
        return next(section for section in self.sections if section.code == code)

    def grid(self, id_: str) -> Grid:
        return next(grid for grid in self.grids if grid.id == id_)

    def case_kind(self, id_: str) -> CaseKind:
        return next(kind for kind in self.case_kinds if kind.id == id_)

    def questions_of(self, kind: str) -> tuple[Question, ...]:
        """The questions that a case of this kind can ask, in order."""
        case = self.case_kind(kind)
        return tuple(
            question
            for question in self.questions
            if (question.section in case.sections or question.id in case.plus) and question.id not in case.minus
        )


def content_folder(version: str = LATEST) -> Traversable:
    return files("intake.interview") / "content" / version


@cache
def versions() -> frozenset[str]:
    """The versions that this program can read."""
    return frozenset(each.name for each in (files("intake.interview") / "content").iterdir() if each.name.isdecimal())


def load_questionnaire(version: str = LATEST, folder: Traversable | None = None) -> Questionnaire:
    """The questionnaire of one version. Raises ContentError with every mistake: file, line, what is wrong."""
    questionnaire, mistakes = read_questionnaire(version, folder or content_folder(version))
    if mistakes or questionnaire is None:
        raise ContentError(
            "The questionnaire has mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            tuple(str(mistake) for mistake in mistakes),
        )
    return questionnaire


def read_questionnaire(version: str, folder: Traversable) -> tuple[Questionnaire | None, tuple[Mistake, ...]]:
    """The questionnaire as far as it can be read, and all mistakes found on the way."""
    mistakes = Mistakes()
    main = _file(folder, "questionnaire.toml", mistakes)
    codes_file = _file(folder, "codes.toml", mistakes)
    if main is None or codes_file is None:
        return None, tuple(mistakes.found)
    loaded = {main.name: main, codes_file.name: codes_file}
    sections = tuple(
        Section(item["code"], item["text"], int(item["minutes"]), item.get("note", ""))
        for item in _tables(main, "section", ("code", "text", "minutes"), mistakes)
    )
    questions: list[Question] = []
    for section in sections:
        file = _file(folder, f"{section.code}.toml", mistakes)
        if file is None:
            continue
        loaded[file.name] = file
        if file.data.get("section") != section.code:
            mistakes.add(file, f"`section` has to be {section.code!r}", key="section")
        questions += QuestionReader(file, section.code, mistakes).read()
    questionnaire = Questionnaire(
        version=str(main.data.get("version", "")),
        sections=sections,
        questions=tuple(questions),
        grids=_grids(main, mistakes),
        case_kinds=_case_kinds(main, mistakes),
        codes=_codes(codes_file, mistakes),
        files=loaded,
    )
    _check_names(questionnaire, main, mistakes)
    return questionnaire, tuple(mistakes.found)


def _file(folder: Traversable, name: str, mistakes: Mistakes) -> ContentFile | None:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        mistakes.found.append(Mistake(name, 1, "the file is missing"))
        return None
    except UnicodeDecodeError:
        mistakes.found.append(Mistake(name, 1, "the file is not UTF-8"))
        return None
    parsed = ContentFile.parse(name, text)
    if isinstance(parsed, Mistake):
        mistakes.found.append(parsed)
        return None
    return parsed


def _tables(file: ContentFile, name: str, needed: tuple[str, ...], mistakes: Mistakes) -> Iterator[dict[str, Any]]:
    found = file.data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        mistakes.add(file, f"`{name}` has to be a list of tables: [[{name}]]", name)
        return
    for index, item in enumerate(found):
        for key in sorted(key for key, value in item.items() if not _has_type(key, value)):
            mistakes.add(file, f"{name} number {index + 1}: `{key}` has the wrong type", name, index, key)
        lacking = [key for key in needed if not _has_type(key, item.get(key, None))]
        for key in (key for key in lacking if key not in item):
            mistakes.add(file, f"{name} number {index + 1}: `{key}` is missing", name, index)
        if not lacking:
            yield item


def _has_type(key: str, value: object) -> bool:
    """Whether a key of the main file has a value of its type: lists of ids, minutes, a kind of person, texts."""
    if key in ("items", "core_items", "sections", "plus", "minus", "required", "of_parent", "of_entry"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key == "minutes":
        return isinstance(value, int) and not isinstance(value, bool)
    return value in list(Who) if key == "who" else isinstance(value, str)


def _grids(file: ContentFile, mistakes: Mistakes) -> tuple[Grid, ...]:
    return tuple(
        Grid(
            id=item["id"],
            text=item["text"],
            who=Who(item["who"]),
            items=tuple(item["items"]),
            core_items=tuple(item["core_items"]),
            opener=item.get("opener", ""),
            note=item.get("note", ""),
        )
        for item in _tables(file, "grid", ("id", "text", "who", "items", "core_items"), mistakes)
    )


def _case_kinds(file: ContentFile, mistakes: Mistakes) -> tuple[CaseKind, ...]:
    return tuple(
        CaseKind(
            id=item["id"],
            text=item["text"],
            sections=tuple(item["sections"]),
            plus=tuple(item.get("plus", ())),
            minus=tuple(item.get("minus", ())),
            required=tuple(item.get("required", ())),
            of_parent=tuple(item.get("of_parent", ())),
            of_entry=tuple(item.get("of_entry", ())),
        )
        for item in _tables(file, "case_kind", ("id", "text", "sections"), mistakes)
    )


def _codes(file: ContentFile, mistakes: Mistakes) -> Codes:
    for key in ("country", "language", "script"):
        if not isinstance(file.data.get(key), dict):
            mistakes.add(file, f"the table [{key}] is missing")
            return Codes({}, {}, ())
    for key, kind in (("country", str), ("language", dict)):
        for code, value in file.data[key].items():
            if not isinstance(value, kind):
                mistakes.add(file, f"{key} `{code}` has the wrong type", key, key=code)
                return Codes({}, {}, ())
    return Codes(
        countries=dict(file.data["country"]),
        languages={
            code: Language(code, item.get("cldr", ""), item.get("macro", ""))
            for code, item in file.data["language"].items()
        },
        scripts=tuple(file.data["script"].get("codes", ())),
    )


def _check_names(questionnaire: Questionnaire, main: ContentFile, mistakes: Mistakes) -> None:
    """Ids that have to be unique, and names that have to exist."""
    known = {question.id: question for question in questionnaire.questions}
    seen: set[str] = set()
    index_in: dict[str, int] = {}
    for question in questionnaire.questions:
        index = index_in[question.section] = index_in.get(question.section, -1) + 1
        file = questionnaire.files[f"{question.section}.toml"]
        if question.id in seen:
            mistakes.add(file, f"two questions with the id `{question.id}`", "question", index, "id")
        seen.add(question.id)
        for what in _unknown_names(question, known):
            mistakes.add(file, what, "question", index)
    codes = {section.code for section in questionnaire.sections}
    for index, grid in enumerate(questionnaire.grids):
        for name in (*grid.items, *grid.core_items, *filter(None, [grid.opener])):
            if name not in known:
                mistakes.add(main, f"grid {grid.id}: unknown question `{name}`", "grid", index)
    for index, kind in enumerate(questionnaire.case_kinds):
        for name in (*kind.plus, *kind.minus, *kind.required, *kind.of_parent, *kind.of_entry):
            if name not in known:
                mistakes.add(main, f"case kind {kind.id}: unknown question `{name}`", "case_kind", index)
        for name in (*kind.of_parent, *kind.of_entry):
            if name in known and not _may_be_taken_over(known[name]):
                what = f"case kind {kind.id}: `{name}` is never taken over from one person to another"
                mistakes.add(main, what, "case_kind", index)
        for name in kind.sections:
            if name not in codes:
                mistakes.add(main, f"case kind {kind.id}: unknown section `{name}`", "case_kind", index)


def _may_be_taken_over(question: Question) -> bool:
    """Never health and protection, and nothing that is asked in private: a class is a promise."""
    return question.sensitivity in (Sensitivity.NORMAL, Sensitivity.SOCIAL) and not question.private


def _unknown_names(question: Question, known: Mapping[str, Question]) -> Iterator[str]:
    """Names in limits and links of a question, or of its fields, that do not exist."""
    siblings = {field.id for field in question.fields}
    for each in (question, *question.fields):
        for key, name in (("not_before", each.limits.not_before), ("not_below", each.limits.not_below)):
            if name and name not in known and not (each.parent and name in siblings):
                yield f"{each.context}: `{key}` names the unknown id `{name}`"
    for key, name in (("filled_by", question.filled_by), ("prefill", question.prefill)):
        if name and name not in known:
            yield f"{question.id}: `{key}` names the unknown id `{name}`"
    if question.filled_by in known and known[question.filled_by].kind is not Kind.REPEAT:
        yield f"{question.id}: `filled_by` has to name a repeat"
