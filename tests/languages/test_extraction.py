"""Collecting messages and bringing catalogs up to date, on copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.errors import ContentError, InputError
from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import CATALOG_PLACES, PACKAGE, Catalog, Catalogs
from intake.languages.compiled import compile_catalog, read_catalog
from intake.languages.extraction import main, update_catalogs
from intake.languages.languages import load_languages
from intake.languages.messages import SourceMessage
from intake.languages.mo_file import MoFile
from intake.languages.translation.all_messages import all_messages
from intake.languages.translation.content_messages import questionnaire_messages
from intake.languages.translation.po_files import template, updated
from tests.languages.catalogs_on_disk import as_po, write_po

LOCALES = next(place for place in CATALOG_PLACES if (place / "intake.pot").is_file())
ONE_OF_EACH_KIND = ("de", "tr", "ar")
"""The binding one, one with two forms of plurals, one with six: reading and writing all takes a quarter of a minute."""
SAVE = SourceMessage("", "Save", file="ui/desk.py")
CASES = SourceMessage("desk", "{n} case", "{n} cases")
FAMILIAR = SourceMessage("birth_date/familiar", "When were you born?")


def update(language: str, entries: str, *messages: SourceMessage) -> str:
    return updated(as_po(language, entries).encode(), load_languages()[language], messages).po.decode()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "ui").mkdir(parents=True)
    (folder / "interview" / "content").mkdir(parents=True)
    (folder / "ui" / "desk.py").write_text('_("Save")\nngettext("{n} case", "{n} cases", n)\n')
    return folder


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    folder = tmp_path / "locales"
    write_po(folder, "de", 'msgid "Save"\nmsgstr "Speichern"')
    write_po(folder, "tr", '#, fuzzy\nmsgid "Save"\nmsgstr "Kaydet"')
    return folder


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def translations(po: Path) -> dict[tuple[str, object], tuple[object, bool]]:
    return {
        (message.context or "", message.id): (message.string, message.fuzzy)
        for message in read_catalog(po.read_bytes(), po.parent.parent.name)
        if message.id and message.string
    }


def test_every_text_of_the_questionnaire_has_its_context(questionnaire: Questionnaire) -> None:
    keys = {message.key for message in questionnaire_messages(questionnaire)}
    where = next(field for field in questionnaire["household"].fields if field.id == "where")
    assert keys >= {
        ("birth_date", "When were you born? The year is enough."),
        ("birth_date/familiar", "When were you born? The year is enough."),
        ("birth_date", "Other calendars are possible and are converted."),
        ("privacy", "Yes"),
        ("residence_status", "Asylum procedure"),
        ("consents.packages/familiar", "What support you need"),
        ("household.where", where.text),
        ("section.A", "Conversation and understanding"),
        ("grid.papers", "Copy only what the paper says. Then have it confirmed briefly."),
        ("case_kind.child", "Short case of a child"),
        ("state.unknown", "Does not know"),
        ("source.third_party", "From another person"),
    }


def test_messages_are_listed_once_and_those_of_the_code_follow() -> None:
    messages = all_messages(PACKAGE)
    assert len({message.key for message in messages}) == len(messages)
    first_of_code = next(n for n, message in enumerate(messages) if message.file)
    assert all(message.file for message in messages[first_of_code:])
    assert any(message.msgid == "The day {day} does not exist." for message in messages[first_of_code:])


def test_an_update_of_the_real_catalogs_keeps_every_translation_that_is_used(tmp_path: Path) -> None:
    for language in ONE_OF_EACH_KIND:
        shutil.copytree(LOCALES / language, tmp_path / language)
    before = {po: translations(po) for po in tmp_path.rglob("intake.po")}
    assert len(before) == len(ONE_OF_EACH_KIND)
    update_catalogs(tmp_path)
    used = {message.key for message in all_messages(PACKAGE)}
    for po, old in before.items():
        kept = {key: text for key, text in old.items() if (key[0], key[1] if isinstance(key[1], str) else "") in used}
        assert len(kept) > 900
        assert translations(po).items() >= kept.items()


def test_a_second_update_changes_not_one_byte_and_touches_no_catalog(locales: Path, package: Path) -> None:
    update_catalogs(locales, package)
    before = {path: state for path, state in contents(locales).items() if path.suffix != ".mo"}
    update_catalogs(locales, package)
    assert contents(locales).items() >= before.items()


def test_an_update_writes_the_template_and_compiles(locales: Path, package: Path) -> None:
    update_catalogs(locales, package)
    assert (locales / "intake.pot").read_bytes() == template(all_messages(package))
    assert (locales / "de" / "LC_MESSAGES" / "intake.mo").is_file()
    assert Catalogs(locales)["tr"].lookup("", "Save").is_draft


def test_a_new_message_stands_empty_in_its_place_with_its_file() -> None:
    po = update("de", 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Ja"', SAVE, SourceMessage("a", "Yes"))
    assert po.endswith('\n#: ui/desk.py\nmsgid "Save"\nmsgstr ""\n\nmsgctxt "a"\nmsgid "Yes"\nmsgstr "Ja"\n')


def test_what_is_not_used_any_more_leaves_no_trace_but_is_named() -> None:
    po = as_po("de", 'msgid "Old one"\nmsgstr "Altes"\n\n#~ msgid "Older"\n#~ msgstr "Älteres"')
    result = updated(po.encode(), load_languages()["de"], [SAVE])
    assert b"Old" not in result.po
    assert (result.new, result.dropped) == (1, ("Old one",))


def test_no_translation_is_guessed_from_a_similar_message() -> None:
    po = update("tr", 'msgid "Saved"\nmsgstr "Kaydedildi"', SAVE)
    assert "Kaydedildi" not in po
    assert "fuzzy" not in po


QUESTION = SourceMessage("arrival", "When did you come to Germany?")


def test_a_translation_of_a_reworded_message_is_used_and_stale() -> None:
    old = 'msgctxt "arrival"\nmsgid "When did you come into Germany?"\nmsgstr "Almanya\'ya ne zaman geldiniz?"'
    result = updated(as_po("tr", old).encode(), load_languages()["tr"], [QUESTION])
    assert result.dropped == ()
    assert "#, fuzzy, stale\nmsgctxt" in result.po.decode()
    assert as_read(result.po) == ("Almanya'ya ne zaman geldiniz?", True, True)


@pytest.mark.parametrize(
    "old",
    [
        'msgctxt "departure"\nmsgid "When did you come into Germany?"\nmsgstr "x"',
        'msgctxt "arrival"\nmsgid "Who came with you?"\nmsgstr "x"',
        'msgctxt "arrival"\nmsgid "When did {name} come to Germany?"\nmsgstr "{name}"',
    ],
    ids=["another place", "another question", "other placeholders"],
)
def test_another_message_lends_no_translation(old: str) -> None:
    result = updated(as_po("tr", old).encode(), load_languages()["tr"], [QUESTION])
    assert b"stale" not in result.po
    assert len(result.dropped) == 1


def test_a_translation_is_stale_once_the_german_has_changed() -> None:
    entry = 'msgctxt "arrival"\nmsgid "When did you come to Germany?"\nmsgstr "Ne zaman geldiniz?"'
    turkish = load_languages()["tr"]
    noted = updated(as_po("tr", entry).encode(), turkish, [QUESTION], {QUESTION.key: "Wann kamen Sie?"}).po
    assert b"stale" not in noted
    assert updated(noted, turkish, [QUESTION], {QUESTION.key: "Wann kamen Sie?"}).po == noted
    changed = updated(noted, turkish, [QUESTION], {QUESTION.key: "Seit wann sind Sie hier?"}).po
    assert as_read(changed) == ("Ne zaman geldiniz?", True, True)
    again = updated(changed, turkish, [QUESTION], {QUESTION.key: "Seit wann sind Sie hier?"}).po
    assert again == changed
    reviewed = changed.replace(b"fuzzy, ", b"")
    after = updated(reviewed, turkish, [QUESTION], {QUESTION.key: "Seit wann sind Sie hier?"}).po
    assert as_read(after) == ("Ne zaman geldiniz?", False, False)


def test_german_itself_is_never_stale() -> None:
    old = 'msgctxt "arrival"\nmsgid "When did you come into Germany?"\nmsgstr "Wann kamen Sie?"'
    result = updated(as_po("de", old).encode(), load_languages()["de"], [QUESTION], {})
    assert b"Wann kamen" not in result.po


def as_read(po: bytes) -> tuple[str, bool, bool]:
    """Text, draft and stale of the one message, as the program reads it."""
    found = Catalog("tr", MoFile(compile_catalog(po, "tr")), None).lookup(QUESTION.context, QUESTION.msgid)
    return found.text, found.is_draft, found.is_stale


def test_drafts_and_comments_of_translators_stay() -> None:
    po = update("tr", '# Ask Ayşe.\n#, fuzzy\nmsgid "Save"\nmsgstr "Kaydet"', SAVE)
    assert '# Ask Ayşe.\n#: ui/desk.py\n#, fuzzy\nmsgid "Save"\nmsgstr "Kaydet"\n' in po


def test_the_header_has_nothing_that_changes_by_itself() -> None:
    head = update("uk", "", SAVE).split("\n\n")[0]
    assert "Date" not in head
    assert "Generated" not in head
    assert "EMAIL@ADDRESS" not in head
    assert '"Language: uk\\n"' in head
    assert "nplurals=3" in head


def test_a_translator_stays_named() -> None:
    po = as_po("de", "").replace('"Language: de', '"Last-Translator: A. B. <a@example.org>\\n"\n"Language: de')
    assert b"Last-Translator: A. B. <a@example.org>" in updated(po.encode(), load_languages()["de"], [SAVE]).po


def test_a_message_that_became_plural_keeps_its_text_as_a_draft() -> None:
    po = update("de", 'msgctxt "desk"\nmsgid "{n} case"\nmsgstr "{n} Fall"', CASES)
    assert "#, fuzzy" in po
    assert 'msgstr[0] "{n} Fall"\nmsgstr[1] ""' in po


def test_a_plural_message_keeps_all_its_forms() -> None:
    forms = 'msgstr[0] "{n} справа"\nmsgstr[1] "{n} справи"\nmsgstr[2] "{n} справ"'
    po = update("uk", f'msgctxt "desk"\nmsgid "{{n}} case"\nmsgid_plural "{{n}} cases"\n{forms}', CASES)
    assert forms in po
    assert "fuzzy" not in po


def test_familiar_forms_are_asked_for_only_where_the_language_has_them(tmp_path: Path) -> None:
    german = load_languages()["de"]
    plain = type(german)(
        "tr",
        "tur",
        "tr",
        "Türkçe",
        "Türkçe",
        "Türkisch",
        "Turkish",
        "Latn",
        german.status,
        has_familiar=False,
        covers=(),
    )
    assert b"familiar" in updated(as_po("de", "").encode(), german, [FAMILIAR]).po
    assert b"familiar" not in updated(as_po("tr", "").encode(), plain, [FAMILIAR]).po
    given = 'msgctxt "birth_date/familiar"\nmsgid "When were you born?"\nmsgstr "Ne zaman doğdun?"'
    assert "doğdun" in updated(as_po("tr", given).encode(), plain, [FAMILIAR]).po.decode()


def test_a_catalog_with_mistakes_stops_the_run_and_nothing_is_written(locales: Path, package: Path) -> None:
    turkish = write_po(locales, "tr", 'msgid "Save"\nmsgstr "A"\n\nmsgid "Save"\nmsgstr "B"')
    before = contents(locales)
    with pytest.raises(ContentError) as caught:
        update_catalogs(locales, package)
    assert str(turkish) in caught.value.problems[0]
    assert contents(locales) == before


def test_a_source_with_mistakes_stops_the_run_and_nothing_is_written(locales: Path, package: Path) -> None:
    (package / "ui" / "half_typed.py").write_text("def show(self")
    before = contents(locales)
    with pytest.raises(ContentError, match="A source file cannot be read"):
        update_catalogs(locales, package)
    assert contents(locales) == before


def test_a_language_begins_with_all_messages_empty(locales: Path, package: Path) -> None:
    update_catalogs(locales, package, start=["uk"])
    po = locales / "uk" / "LC_MESSAGES" / "intake.po"
    assert po.read_text("utf-8").startswith("# Ukrainian translations for intake.\nmsgid")
    assert 'msgid "Save"\nmsgstr ""' in po.read_text("utf-8")
    assert Catalogs(locales)["uk"].lookup("", "Save").is_missing


def test_a_language_that_has_not_begun_is_left_alone(locales: Path, package: Path) -> None:
    update_catalogs(locales, package)
    assert not (locales / "uk").exists()


@pytest.mark.parametrize("code", ["xx", "en"])
def test_only_a_known_language_can_begin(locales: Path, package: Path, code: str) -> None:
    with pytest.raises(InputError):
        update_catalogs(locales, package, start=[code])


def test_the_command_says_what_it_did(locales: Path, package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_po(locales, "de", 'msgid "Save"\nmsgstr "Speichern"\n\nmsgid "Old"\nmsgstr "Alt"')
    others = [f"{each.code}:"[:3] for each in load_languages() if each.code not in ("de", "en", "tr", "uk")]
    assert main(["--locales", str(locales)], package) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line[:3] not in others] == [
        "2 messages",
        "de: 1 new, 1 dropped",
        "de: dropped, because it is not used any more: Old",
        "tr: 1 new, 0 dropped",
        "de: 1 translated, 0 draft, 1 missing",
        "en: 2 translated, 0 draft, 0 missing",
        "tr: 0 translated, 1 draft, 1 missing",
        "uk: 0 translated, 0 draft, 2 missing",
    ]


def test_the_check_fails_where_german_is_missing_and_writes_nothing(
    locales: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(locales)
    assert main(["--check", "--locales", str(locales)], package) == 1
    assert capsys.readouterr().out == "de: '{n} case' has no translation\n"
    assert contents(locales) == before


def test_texts_that_nobody_marked_are_listed_on_demand(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "ui" / "desk.py").write_text('LABEL = "Nothing was saved."')
    assert main(["--unmarked"], package) == 0
    assert capsys.readouterr().out == "ui/desk.py:1: Nothing was saved.\n"


def test_an_error_is_told_in_words_with_its_own_exit_code(
    locales: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_po(locales, "tr", "msgid Save")
    assert main(["--locales", str(locales)], package) == ContentError.exit_code
    assert "A catalog has mistakes. Nothing was changed." in capsys.readouterr().out
