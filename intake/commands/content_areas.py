"""The content of the program area by area, with every mistake in it: what `intake check` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from intake.commands.demo_cases import FILE as DEMO_FILE
from intake.commands.demo_cases import DemoCase, load_demo_cases
from intake.errors import ContentError
from intake.handover.record.layout import Layout, read_layout
from intake.handover.templates import RECORD_TEMPLATE, template_problems
from intake.interview.condition_checks import Findings, check_conditions
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.interview.logic import DERIVED_FILE, Logic, read_logic
from intake.interview.occupations import load_occupations
from intake.interview.questionnaire import LATEST, Questionnaire, read_questionnaire
from intake.languages.languages import load_languages
from intake.languages.letters import LETTERS_FILE, LetterSets, read_letters
from intake.languages.translation.checks import catalog_problems
from intake.pathways.checks import check_common, check_site
from intake.pathways.figure_checks import check_figures
from intake.pathways.law import Laws, read_laws
from intake.pathways.own_sites import own_files, read_own_sites
from intake.pathways.profile_reader import BUILT_IN, COMMON_FILE, read_common, read_site
from intake.pathways.sites import Sites
from intake.pathways.tables import read_file

Say = Callable[..., str]
QUESTIONNAIRE_FILE = "questionnaire.toml"


@dataclass(frozen=True, slots=True)
class Area:
    """One part of the content: what was looked at, and what was found, one line each with its place.

    An area that builds on a wrong one is not checked: it would only repeat the mistakes.
    """

    said: str
    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_checked: bool = True


@dataclass(frozen=True)
class ContentAreas:
    """The content in one folder of the program, and the desk's own profiles. What a later area needs is read once."""

    package: Path
    say: Say
    own: Path | None = None

    def areas(self) -> Iterator[Area]:
        yield self.questionnaires()
        yield self.conditions()
        yield self.occupations()
        yield self.law_sets()
        yield self.sites()
        if own_files(self.own):
            yield self.own_sites()
        yield self.record()
        yield self.schema()
        yield self.catalogs()

    # The interview

    @cached_property
    def _versions(self) -> dict[str, tuple[Questionnaire | None, tuple[Mistake, ...]]]:
        folders = sorted(path for path in (self.package / "interview" / "content").iterdir() if path.is_dir())
        return {folder.name: _read(folder) for folder in folders}

    def questionnaires(self) -> Area:
        found = [
            line
            for version, (_, mistakes) in self._versions.items()
            for line in self._lines(_folder(version), mistakes)
        ]
        newest = self._versions[LATEST][0]
        return Area(
            self.say("questionnaire: {count} questions", count=len(newest.questions) if newest else 0), tuple(found)
        )

    @cached_property
    def _questionnaire(self) -> Questionnaire | None:
        """The newest version, where it has no mistakes: what builds on a wrong one would only repeat its mistakes."""
        found, mistakes = self._versions[LATEST]
        return None if mistakes else found

    @cached_property
    def _logic(self) -> Logic | None:
        if self._questionnaire is None:
            return None
        text = self._text(_folder(LATEST), DERIVED_FILE)
        logic, mistakes = read_logic(self._questionnaire, DERIVED_FILE, text) if isinstance(text, str) else (None, ())
        return None if mistakes else logic

    def conditions(self) -> Area:
        mistakes: list[str] = []
        warnings: list[str] = []
        for version, (questionnaire, wrong) in self._versions.items():
            if questionnaire is None or wrong:
                return _skipped(self.say("conditions: not checked, because the questionnaire has mistakes"))
            text = self._text(_folder(version), DERIVED_FILE)
            found = check_conditions(questionnaire, DERIVED_FILE, text) if isinstance(text, str) else Findings((text,))
            mistakes += self._lines(_folder(version), found.mistakes)
            warnings += self._lines(_folder(version), found.warnings)
        count = sum(map(len, (self._logic.relevance, *self._logic.field_relevance.values()))) if self._logic else 0
        return Area(self.say("conditions: {count} conditions", count=count), tuple(mistakes), tuple(warnings))

    def occupations(self) -> Area:
        text = self._text(_folder(LATEST), "occupations.toml")
        try:
            count = len(load_occupations(text, "occupations.toml")) if isinstance(text, str) else 0
            problems: tuple[str, ...] = () if isinstance(text, str) else (str(text),)
        except ContentError as error:
            count, problems = 0, error.problems
        return Area(
            self.say("occupations: {count} occupations", count=count), tuple(self._lines(_folder(LATEST), problems))
        )

    # Law and sites

    @cached_property
    def _laws(self) -> tuple[Laws, tuple[Mistake, ...]]:
        countries = self._questionnaire.codes.countries if self._questionnaire else None
        return read_laws(self.package / "pathways" / "law", countries)

    def law_sets(self) -> Area:
        laws, mistakes = self._laws
        return Area(
            self.say("law sets: {count} law sets", count=len(laws.sets)),
            tuple(self._lines("pathways/law", mistakes)),
        )

    @cached_property
    def _sites(self) -> tuple[Sites | None, tuple[str, ...]]:
        """All profiles, and what is wrong with them: names and grammar, and where these are sound the full check."""
        if self._logic is None:
            return None, ()
        found, shared_found = Mistakes(), Mistakes()
        shared = read_file(self.package / "pathways" / COMMON_FILE, shared_found)
        if shared is None:
            return None, tuple(self._lines("pathways", shared_found.found))
        words = self._logic.vocabulary
        common = read_common(shared, words, shared_found)
        files = {id_: read_file(self.package / "pathways" / "profiles" / f"{id_}.toml", found) for id_ in self._ids}
        sites = Sites(common, {id_: read_site(file, common, words, found) for id_, file in files.items() if file})
        for id_, file in files.items():
            if file:
                check_figures(sites[id_], file, self._logic, found)
        if not (shared_found.found or self._laws[1]):
            self._check_reach(sites, shared, {id_: file for id_, file in files.items() if file}, shared_found, found)
        lines = (*self._lines("pathways", shared_found.found), *self._lines("pathways/profiles", found.found))
        return None if lines else sites, lines

    @property
    def _ids(self) -> tuple[str, ...]:
        """The sites that come with the program, then any other profile in the folder."""
        others = sorted(path.stem for path in (self.package / "pathways" / "profiles").glob("*.toml"))
        return tuple(dict.fromkeys((*BUILT_IN, *others)))

    def _check_reach(
        self, sites: Sites, shared: ContentFile, files: dict[str, ContentFile], common_found: Mistakes, found: Mistakes
    ) -> None:
        """Rules nobody can reach, blocks that no record has, sites that do not exist."""
        assert self._logic is not None
        laws, blocks = self._laws[0], self._layout[0].blocks if self._layout[0] else None
        check_common(sites.common, shared, self._logic, laws, common_found)
        for id_, file in files.items():
            check_site(sites[id_], file, self._logic, laws, found, blocks)
        for index, rule in enumerate(sites.common.prerules):
            for id_ in rule.except_sites:
                if sites.get(id_) is None:
                    what = f"prerule {rule.id}: unknown site `{id_}`"
                    common_found.add(shared, what, "prerule", index, "except_sites")

    def sites(self) -> Area:
        if self._logic is None:
            return _skipped(self.say("sites: not checked, because questionnaire or conditions have mistakes"))
        unknown = [
            Mistake(f"{id_}.toml", 1, "the program does not offer this site") for id_ in self._ids[len(BUILT_IN) :]
        ]
        warnings = tuple(self._lines("pathways/profiles", unknown))
        return Area(self.say("sites: {count} sites", count=len(self._ids)), self._sites[1], warnings)

    def own_sites(self) -> Area:
        """The desk's own profiles, checked as those of the program are."""
        sites, laws = self._sites[0], self._laws[0]
        if self._logic is None or sites is None or self._laws[1]:
            return _skipped(self.say("own sites: not checked, because what they build on has mistakes"))
        layout = self._layout[0]
        found = read_own_sites(self.own, sites.common, self._logic, laws, layout.blocks if layout else None)
        lines = tuple(str(mistake) for mistake in found.mistakes)
        return Area(self.say("own sites: {count} sites in {folder}", count=found.count, folder=str(self.own)), lines)

    # The record

    @cached_property
    def _layout(self) -> tuple[Layout | None, tuple[str, ...]]:
        """The layout, where it has no mistakes, and its mistakes."""
        if self._questionnaire is None:
            return None, ()
        texts = [self._text("handover", name) for name in ("layout.toml", "labels.toml")]
        layout, labels = texts
        if isinstance(layout, Mistake) or isinstance(labels, Mistake):
            return None, tuple(self._lines("handover", (text for text in texts if isinstance(text, Mistake))))
        found, mistakes = read_layout(layout, labels, self._questionnaire)
        return None if mistakes else found, tuple(self._lines("handover", mistakes))

    def record(self) -> Area:
        """Layout, labels and templates; a record of an invented person has to come out as the standards ask."""
        if self._questionnaire is None:
            return _skipped(self.say("records: not checked, because the questionnaire has mistakes"))
        layout, mistakes = self._layout
        folder = self.package / "handover" / "templates"
        lines = [*mistakes, *self._lines("commands", self._demo[1])]
        lines += self._lines("handover/templates", [*template_problems(folder), *self._print_problems(folder)])
        return Area(self.say("records: {count} blocks", count=len(layout.blocks) if layout else 0), tuple(lines))

    @cached_property
    def _demo(self) -> tuple[tuple[DemoCase, ...], tuple[str, ...]]:
        """The invented people, on whom the record is tried too, and what is wrong with them."""
        sites, laws = self._sites[0], self._laws[0]
        if self._questionnaire is None or sites is None or not laws.sets:
            return (), ()
        file = self.package / "commands" / DEMO_FILE
        try:
            return load_demo_cases(self._questionnaire, sites[BUILT_IN[0]], laws.sets[-1].date, file), ()
        except ContentError as error:
            return (), error.problems

    def _print_problems(self, templates: Path) -> Iterator[str]:
        """The mistakes of the template that only show when a record is printed, where all it needs is sound."""
        from intake.commands.trial_record import print_problem  # typst, 100 ms

        sites, logic, layout, cases = self._sites[0], self._logic, self._layout[0], self._demo[0]
        if sites is None or logic is None or layout is None or not cases:
            return
        what = print_problem(logic, sites[BUILT_IN[0]], self._laws[0].sets[-1], layout, cases, templates)
        if what:
            yield f"{RECORD_TEMPLATE}:1: {what}"

    # The store and the texts

    def schema(self) -> Area:
        from intake.commands.schema_check import schema_problems  # the cipher's library

        shipped, canonical = self.package / "store" / "schema.sql", self.package.parent / "schema.sql"
        file = shipped if shipped.is_file() else canonical
        try:
            problems, tables = schema_problems(file.read_text(encoding="utf-8"), file.name)
        except (OSError, UnicodeDecodeError):
            problems, tables = (f"{file.name}:1: the file cannot be read",), 0
        return Area(self.say("schema: {count} tables", count=tables), problems)

    def catalogs(self) -> Area:
        """Texts in all languages, and the names of countries and languages."""
        places = (self.package / "locales", self.package.parent / "locales")
        names = [(name, self._text("languages", name)) for name in ("names.toml", "own_names.toml")]
        parsed = [text if isinstance(text, Mistake) else ContentFile.parse(name, text) for name, text in names]
        broken = self._lines("languages", [*(each for each in parsed if isinstance(each, Mistake)), *self._letters()])
        count = len([place for folder in places for place in folder.glob("*/LC_MESSAGES")])
        return Area(
            self.say("catalogs: {count} languages", count=count), (*broken, *catalog_problems(self.package, places))
        )

    def _letters(self) -> tuple[Mistake, ...]:
        """What is wrong with the letters that can be chosen on the screen."""
        text = self._text("languages", LETTERS_FILE.name)
        if isinstance(text, Mistake):
            return (text,)
        found = read_letters(LETTERS_FILE.name, text, load_languages())
        return () if isinstance(found, LetterSets) else found

    # Helpers of all areas

    def _text(self, folder: str, name: str) -> str | Mistake:
        """The text of a file, or what is wrong with it as a whole."""
        try:
            return (self.package / folder / name).read_text(encoding="utf-8")
        except OSError:
            return Mistake(name, 1, "the file cannot be read")
        except UnicodeDecodeError:
            return Mistake(name, 1, "the file is not UTF-8")

    def _lines(self, folder: str, mistakes: Iterable[Mistake | str]) -> list[str]:
        """The mistakes with the path of their file, so that an editor can go there."""
        return [f"{self.package.name}/{folder}/{mistake}" for mistake in mistakes]


def _read(folder: Path) -> tuple[Questionnaire | None, tuple[Mistake, ...]]:
    try:
        return read_questionnaire(folder.name, folder)
    except (AttributeError, TypeError, ValueError) as error:  # a check says more than a traceback would
        return None, (Mistake(QUESTIONNAIRE_FILE, 1, f"a value here or in a section has the wrong type: {error}"),)


def _skipped(said: str) -> Area:
    return Area(said, is_checked=False)


def _folder(version: str) -> str:
    return f"interview/content/{version}"
