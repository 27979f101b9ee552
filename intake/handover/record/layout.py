"""How a record is laid out: blocks, the order in which each kind of office reads them, and the names of the answers.

Read from `layout.toml` and `labels.toml`. A block is no permission. Source: sites.md 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from intake.errors import ContentError
from intake.handover.projection.ceilings import AGE, CEILINGS, RECIPIENTS, WHOLE
from intake.handover.projection.filters import Receiver
from intake.handover.record.cv_parts import SKILLS
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import PACKAGES, Question, Sensitivity

COMPUTED_LABELS = (AGE, "admission", "circle_change", "market_ready")
ALWAYS = ("head", "person", "next", "receipt")
"""Blocks that every record has."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its German heading, and what it prints: whole packages, and single ids."""

    id: str
    heading: str
    packages: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that the record of one site has for one kind of office."""

    site: str
    recipient: str
    text: str


@dataclass(frozen=True, slots=True)
class CvLayout:
    """The CV page: its German heading, who gets it, which answers it points to.

    `languages` says for a language code which question tells its level in which skill.
    """

    heading: str
    recipients: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks by id, the order for each kind of office, German labels of questions and fields, remarks, the CV page."""

    blocks: Mapping[str, Block]
    order: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    cv: CvLayout = CvLayout("")

    def blocks_for(self, recipient: str, sections: tuple[str, ...] = ()) -> tuple[Block, ...]:
        """The blocks in the order of this kind of office; `sections` is the order of the site, where it has one."""
        return tuple(self.blocks[id_] for id_ in sections or self.order[recipient])

    def remarks_for(self, site: str, recipient: str) -> tuple[str, ...]:
        return tuple(each.text for each in self.remarks if (each.site, each.recipient) == (site, recipient))

    def home_of(self, question: Question, blocks: tuple[Block, ...], receiver: Receiver) -> Block:
        """The block where this receiver reads an answer: the person's where a site's own order has no room for it."""
        packages = tuple(package for package in question.packages if receiver.has(package))
        return block_of(blocks, question.id, packages) or self.blocks["person"]


def block_of(blocks: tuple[Block, ...], question: str, packages: tuple[str, ...]) -> Block | None:
    """Where an answer is printed: the block that names its id, else the first one that has its package.

    `packages` are tried in turn: entries can have another package than their question.
    """
    for block in blocks:
        if question in block.ids:
            return block
    for package in packages:
        for block in blocks:
            if package in block.packages:
                return block
    return None


def load_layout(questionnaire: Questionnaire) -> Layout:
    """The layout of this version. Raises ContentError with file and line of every mistake."""
    folder = files("intake.handover")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("layout.toml", "labels.toml")}
    layout, mistakes = read_layout(texts["layout.toml"], texts["labels.toml"], questionnaire)
    if layout is None or mistakes:
        raise ContentError(
            "The layout of the record has mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            tuple(str(mistake) for mistake in mistakes),
        )
    return layout


def read_layout(layout: str, labels: str, questionnaire: Questionnaire) -> tuple[Layout | None, tuple[Mistake, ...]]:
    """The layout from the texts of its two files, and all mistakes in them."""
    main, names = ContentFile.parse("layout.toml", layout), ContentFile.parse("labels.toml", labels)
    broken = tuple(file for file in (main, names) if isinstance(file, Mistake))
    if isinstance(main, Mistake) or isinstance(names, Mistake):
        return None, broken
    reader = _Reader(main, names, questionnaire, Mistakes())
    found = Layout(reader.blocks(), reader.order(), reader.labels(), tuple(reader.remarks()), reader.cv())
    if not reader.mistakes.found:
        reader.check_rooms(found)
    return found, tuple(reader.mistakes.found)


@dataclass(frozen=True, slots=True)
class _Reader:
    main: ContentFile
    names: ContentFile
    questionnaire: Questionnaire
    mistakes: Mistakes

    def blocks(self) -> dict[str, Block]:
        found: dict[str, Block] = {}
        for id_, item in self._table(self.main, "block").items():
            heading = self._german(item, self.main, f"block.{id_}", "name")
            packages, ids = (self._texts(item, id_, key) for key in ("packages", "ids"))
            for package in packages:
                if package not in PACKAGES or package == "INT":
                    self._wrong(f"unknown package `{package}`", f"block.{id_}", "packages")
            for question in ids:
                if self.questionnaire.get(question) is None:
                    self._wrong(f"unknown question `{question}`", f"block.{id_}", "ids")
            found[id_] = Block(id_, heading, packages, ids)
        return found

    def order(self) -> dict[str, tuple[str, ...]]:
        known = set(self._table(self.main, "block"))
        found: dict[str, tuple[str, ...]] = {}
        table = self._table(self.main, "order")
        for recipient in RECIPIENTS:
            blocks = self._texts(table, "order", recipient)
            for block in blocks:
                if block not in known:
                    self._wrong(f"unknown block `{block}`", "order", recipient)
            if not set(ALWAYS) <= set(blocks) or len(set(blocks)) != len(blocks):
                self._wrong(f"{recipient} needs each of {', '.join(ALWAYS)}, and no block twice", "order", recipient)
            found[recipient] = blocks
        return found

    def labels(self) -> dict[str, str]:
        table = self._table(self.names, "label")
        needed = set(label_ids(self.questionnaire))
        for id_ in sorted(set(table) - needed):
            self.mistakes.add(self.names, f"no such answer: `{id_}`", "label", key=id_)
        for id_ in sorted(needed - set(table)):
            self.mistakes.add(self.names, f"`{id_}` has no label", "label")
        return {id_: self._german(table, self.names, "label", id_) for id_ in table}

    def remarks(self) -> Iterator[Remark]:
        for index, item in enumerate(self.main.data.get("remark", ())):
            if not isinstance(item, dict) or item.get("recipient") not in RECIPIENTS:
                self.mistakes.add(self.main, "a remark needs `site`, `recipient` and `text`", "remark", index)
                continue
            yield Remark(str(item.get("site")), item["recipient"], self._german(item, self.main, "remark", "text"))

    def cv(self) -> CvLayout:
        table = self._table(self.main, "cv")
        recipients, certificates, activities = (
            self._texts(table, "cv", key) for key in ("recipients", "certificates", "activities")
        )
        if unknown := sorted(set(recipients) - set(RECIPIENTS)):
            self._wrong(f"unknown recipients {', '.join(unknown)}", "cv", "recipients")
        languages = table.get("languages", {})
        if not isinstance(languages, dict) or not all(isinstance(each, dict) for each in languages.values()):
            self._wrong("`languages` names for each language the question of each skill", "cv", "languages")
            languages = {}
        named = [(skill, id_) for skills in languages.values() for skill, id_ in skills.items()]
        for skill in sorted({skill for skill, _ in named} - set(SKILLS)):
            self._wrong(f"unknown skill `{skill}`", "cv", "languages")
        for id_ in (*certificates, *activities, *(str(id_) for _, id_ in named)):
            if self.questionnaire.get(id_) is None:
                self._wrong(f"unknown question `{id_}`", "cv", "languages" if id_ in dict(named).values() else "name")
        return CvLayout(
            self._german(table, self.main, "cv", "name") if table else "",
            recipients,
            certificates,
            activities,
            {str(code): {skill: str(id_) for skill, id_ in skills.items()} for code, skills in languages.items()},
        )

    def check_rooms(self, layout: Layout) -> None:
        """Every answer that a kind of office may see has a block in its order."""
        for recipient, rooms in CEILINGS.items():
            blocks = layout.blocks_for(recipient)
            for question in self.questionnaire:
                packages = tuple(package for package in question.packages if package in rooms)
                inside = [package for package in packages if rooms[package] is WHOLE or question.id in rooms[package]]
                if inside and block_of(blocks, question.id, tuple(inside)) is None:
                    self._wrong(f"{recipient} has no block for `{question.id}`", "order", recipient)

    def _table(self, file: ContentFile, name: str) -> dict[str, Any]:
        table = file.data.get(name)
        if isinstance(table, dict):
            return table
        self.mistakes.add(file, f"the table [{name}] is missing")
        return {}

    def _texts(self, table: Mapping[str, Any], name: str, key: str) -> tuple[str, ...]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        self._wrong(f"{name}: `{key}` has to be a list of names", name, key)
        return ()

    def _german(self, table: Mapping[str, Any], file: ContentFile, name: str, key: str) -> str:
        found = table.get(key)
        if isinstance(found, dict) and isinstance(found.get("de"), str) and found["de"].strip():
            return str(found["de"])
        self.mistakes.add(file, f"`{key}` needs a German text", name, key=key)
        return key

    def _wrong(self, what: str, table: str, key: str) -> None:
        self.mistakes.add(self.main, what, table, key=key)


def label_ids(questionnaire: Questionnaire) -> Iterator[str]:
    """The ids that need a label: questions and fields that may leave the desk, and a few computed values."""
    yield from COMPUTED_LABELS
    for question in questionnaire:
        if question.sensitivity is Sensitivity.INTERNAL:
            continue
        yield question.id
        yield from (field.context for field in question.fields if field.sensitivity is not Sensitivity.INTERNAL)
