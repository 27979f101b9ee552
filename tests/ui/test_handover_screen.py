"""Handover: nothing is granted before the person said so, the preview is what leaves, a withdrawal stops it."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList

from intake.errors import StoreError
from intake.interview.answers import Answer, FieldGiven, State
from intake.interview.values import PartialDate
from intake.store.handovers.handovers import Handovers
from intake.store.kept.answers import event
from intake.store.kept.handovers import RecordStatus
from intake.store.kept.saving import Saved, Saving
from intake.ui.case_storage import CaseStorage
from intake.ui.new_consent import trial, usual_packages
from intake.ui.outbox import Outbox
from intake.ui.widgets.lines import Title
from tests.ui.cases import DIMA, stored
from tests.ui.pages import ConsentPage, HandoverPage, InterviewPage, at_the_desk, talking
from tests.ui.program import AT, BORIS, BROAD, USUAL, key_of, open_as, text_of, typed

OFFICE = "zebera, Erstantrag und Beratung"
OTHER = "Agentur für Arbeit"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    return tmp_path


async def consents(talk: InterviewPage | HandoverPage) -> list[Mapping[str, object]]:
    """The consents as the store has them, field by field."""
    work = talk.program.work
    file = await talk.program.desk.ask(lambda store: store.load_case(work.new.id))
    return [
        {name: answer.value if answer.value is not None else answer.state for name, answer in entry.fields.items()}
        for entry in file.answers.entries("consents")
    ]


def written(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "out"
    return sorted(folder.iterdir()) if folder.exists() else []


def words_of(lines: list[str]) -> str:
    """The lines as one text, however they are wrapped."""
    return " ".join(" ".join(lines).split())


async def test_the_offices_that_the_proposal_names_come_first_and_none_is_asked_yet(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        assert page.lines[0].startswith("●")
        assert OFFICE in page.lines[0]
        assert talk.program.say("named by the proposal; not asked yet") in page.lines[0]
        assert len(page.lines) == 14
        assert not await consents(page)


async def test_a_consent_that_was_only_begun_grants_nothing(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.ask_consent(OFFICE)
        await page.do("go-back")
        assert talk.program.screen == "HandoverScreen"
        (consent,) = await consents(page)
        assert "decision" not in consent
        assert "signed_on" not in consent
        assert talk.program.say("named by the proposal; not asked yet") in page.line(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert talk.program.notice_kind == "problem"
        assert written(at_goals) == []


async def test_support_health_and_protection_are_never_preset(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.ask_consent(OFFICE)
        (consent,) = await consents(page)
        packages = consent["packages"]
        assert isinstance(packages, tuple)
        assert "IDN" in packages
        assert not {"FUN", "MED", "PRO"} & set(packages)


async def test_the_question_names_the_office_and_stands_below_the_preview(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        assert OFFICE in consent.title
        shown = "\n".join(consent.preview)
        assert "Mansour" in shown
        assert "Schwanger" not in shown


async def test_the_preview_is_exactly_the_record_of_the_chosen_packages(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        outbox = Outbox(talk.program.desk, talk.program.work)
        packages = usual_packages("jc")
        (entry,) = talk.program.work.interview.answers.entries("consents")
        assert consent.preview == list(outbox.preview(trial(talk.program.work, entry)))
        await talk.program.press(*["down"] * packages.index("IDB"), "space")
        await consent.confirm("packages")
        assert not any("03.03.1991" in line for line in consent.preview)


async def test_a_rule_across_the_preview_ends_at_the_edge_of_the_screen(at_goals: Path) -> None:
    async with talking(at_goals, size=USUAL) as talk:
        consent = await (await talk.handover()).ask_consent(OFFICE)
        rules = {len(line) for line in consent.preview if len(line) > 2 and len(set(line)) == 1}
        shown = talk.program.app.screen.query_one("#preview-text")
        assert rules
        assert max(rules) <= shown.size.width


async def test_the_preview_of_a_consent_names_its_purpose_and_who_signs(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        purpose = str((await consents(page))[0]["purpose"])
        assert purpose
        assert f"Zweck {purpose}" in words_of(consent.preview)
        await consent.confirm("packages")
        await consent.answer("decision", "granted")
        await consent.answer("signer", "legal_rep")
        field = talk.program.work.interview.logic.questionnaire["consents"].field_named("signer")
        choice = field.choice("legal_rep") if field else None
        assert field
        assert choice
        assert talk.program.desk.wording().choice(field, choice).staff in words_of(consent.preview)


async def test_the_last_preview_of_a_consent_is_line_by_line_the_preview_of_the_record(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        steps = await talk.next_steps()
        await steps.accept("Hier zuständig")
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        await page.choose(OFFICE)
        await page.dialog.pick(talk.program.say("Look at the consent again"))
        consent = ConsentPage(talk.program)
        outbox = Outbox(talk.program.desk, talk.program.work)
        await outbox.refresh()
        view = next(office.view for office in outbox.offices() if office.view)
        assert consent.preview == list(outbox.preview(view))
        assert any("Version 1" in line for line in consent.preview)


async def test_a_day_typed_over_the_suggested_day_takes_its_place(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await consent.answer("decision", "granted")
        await consent.answer("signer", "self")
        await consent.answer("form", "paper")
        assert talk.program.notice == talk.program.say(
            "Suggested: today. {key} keeps it, typing replaces it.", key="Enter"
        )
        await consent.answer("signed_on", "17.5.2026")
        await consent.confirm("valid_until")
        (given,) = await consents(page)
        assert given["signed_on"] == PartialDate(2026, 5, 17)
        assert given["valid_until"] == PartialDate(2027, 5, 18)


async def test_after_granting_and_signing_the_preview_is_what_is_written(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        outbox = Outbox(talk.program.desk, talk.program.work)
        view = next(office.view for office in outbox.offices() if office.view)
        shown = outbox.preview(view)
        await page.go_to_line(OFFICE)
        await page.do("export")
        text = next(path for path in written(at_goals) if path.suffix == ".txt").read_text("utf-8")
        for line in shown:
            for words in line.strip().split("  "):
                assert words.strip() in text or "Entwurf" in words, words


async def test_the_files_of_a_granted_record_have_no_names_of_persons_in_their_names(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        code = talk.title.split()[0]
        page = await talk.handover()
        await page.grant(OFFICE)
        assert talk.program.screen == "HandoverScreen"
        await page.go_to_line(OFFICE)
        await page.do("export")
        files = written(at_goals)
        assert sorted(path.suffix for path in files) == [".json", ".pdf", ".txt"]
        for path in files:
            assert "mansour" not in path.name.casefold()
            assert "dima" not in path.name.casefold()
            assert code in path.name
            assert path.name in page.notice
        record = json.loads(next(path for path in files if path.suffix == ".json").read_text("utf-8"))
        assert "Mansour" in json.dumps(record)
        assert "pregnancy" not in json.dumps(record)
        (noted,) = await page.records()
        assert (noted.office, noted.version, noted.status) == (OFFICE, 1, RecordStatus.EXPORTED)
        assert talk.program.say("written on {day}", day="18.05.2026") in page.line(OFFICE)


async def test_an_export_after_a_change_is_the_next_version(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        for sender in ("Erstgespräch", "Beratung"):
            talk.program.desk.settings = replace(talk.program.desk.settings, sender=sender)
            await page.go_to_line(OFFICE)
            await page.do("export")
        assert [record.version for record in await page.records()] == [1, 2]
        assert len(written(at_goals)) == 6


async def test_further_kinds_of_an_unchanged_record_are_files_of_the_same_version(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        for keys in (("export",), ("export",)):
            await page.go_to_line(OFFICE)
            await page.do(*keys)
        await page.program.press("enter", "3")
        assert {file.name.split("_")[-1] for file in written(at_goals)} == {"v1.pdf", "v1.json", "v1.txt", "v1.csv"}
        (record,) = await page.records()
        assert (record.version, record.status) == (1, RecordStatus.EXPORTED)


async def test_a_record_that_was_handed_over_gets_the_next_number_even_where_nothing_changed(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export", "handed-over")
        await page.program.press("1", *typed("-"), "enter", "enter")
        await page.do("export")
        assert [record.version for record in await page.records()] == [1, 2]


async def test_a_later_kind_that_cannot_be_written_leaves_the_files_that_are_noted(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        text = at_goals / "out" / f"{talk.program.work.code}_jc_v1.txt"
        text.unlink()
        text.mkdir()
        await page.do("export")
        assert talk.program.notice_kind == "problem"
        assert [file.suffix for file in written(at_goals)] == [".json", ".pdf", ".txt"]


async def test_a_refusal_is_kept_and_nothing_leaves(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await consent.answer("decision", "refused")
        await consent.answer("signer", "self")
        await consent.confirm("signed_on")
        (stored_consent,) = await consents(page)
        assert stored_consent["decision"] == "refused"
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert written(at_goals) == []


async def test_a_withdrawal_stops_later_records_from_today_on(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("withdraw")
        await page.dialog.pick(talk.program.say("Withdraw it"))
        (consent,) = await consents(page)
        assert consent["withdrawn_on"] == PartialDate(2026, 5, 18)
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert talk.program.say("withdrawn") in talk.notice
        assert written(at_goals) == []


async def test_keeping_the_consent_after_all_changes_nothing(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("withdraw")
        await page.dialog.pick(talk.program.say("Keep the consent"))
        (consent,) = await consents(page)
        assert "withdrawn_on" not in consent


async def test_a_declined_decision_is_no_consent(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await page.do("declined")
        (stored_consent,) = await consents(page)
        assert stored_consent["decision"] is State.DECLINED
        assert talk.program.screen in ("ConsentScreen", "HandoverScreen")
        while talk.program.screen == "ConsentScreen":
            await page.do("go-back")
        assert talk.program.say("not granted") in page.line(OFFICE)


async def test_a_signature_in_the_future_is_refused_and_the_field_takes_keys_again(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await consent.answer("decision", "granted")
        await consent.answer("signer", "self")
        await consent.answer("form", "paper")
        await talk.program.press("ctrl+u")
        await consent.answer("signed_on", "1.1.2031")
        assert consent.shown_question == "signed_on"
        assert talk.program.notice_kind == "problem"
        await talk.program.press("ctrl+u")
        await consent.answer("signed_on", "18.5.2026")
        assert consent.shown_question == "valid_until"


async def test_going_back_in_a_consent_loses_no_answer(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await consent.answer("decision", "granted")
        await page.do("go-back", "go-back")
        assert consent.shown_question == "packages"
        await consent.confirm("packages")
        await page.do("go-back", "go-back")
        assert talk.program.screen == "HandoverScreen"
        (stored_consent,) = await consents(page)
        assert stored_consent["decision"] == "granted"


async def test_keys_typed_ahead_in_a_consent_go_to_its_questions_in_order(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.ask_consent(OFFICE)
        await talk.program.press_at_once(key_of("confirm"), "1", "1")
        (consent,) = await consents(page)
        assert consent["decision"] == "granted"
        assert consent["signer"] == "self"
        assert "form" not in consent


async def test_a_second_office_has_its_own_consent(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.ask_consent(OTHER)
        await page.do("go-back")
        assert [each["office"] for each in await consents(page)] == [OFFICE, OTHER]
        await page.go_to_line(OTHER)
        await page.do("export")
        assert written(at_goals) == []


async def test_the_preview_of_a_granted_consent_is_read_from_the_list(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.choose(OFFICE)
        await page.dialog.pick(talk.program.say("Preview: exactly what this office would see"))
        assert talk.program.screen == "Reader"
        assert "Mansour" in await talk.program.seen()


async def test_a_case_in_memory_asks_no_consent(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        page = await talk.handover()
        in_memory = desk.program.say("The case is in memory only. Explain data protection first.")
        assert page.notice == in_memory
        await page.do("confirm")
        assert desk.program.screen == "HandoverScreen"


async def test_files_that_cannot_be_written_are_said_and_nothing_is_noted_as_handed_over(at_goals: Path) -> None:
    (at_goals / "out").rmdir()
    (at_goals / "out").write_text("")
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert talk.program.notice_kind == "problem"
        assert await page.records() == ()
        assert talk.program.screen == "HandoverScreen"


async def test_a_missing_folder_for_records_is_made_for_its_owner_only(at_goals: Path) -> None:
    (at_goals / "out").rmdir()
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        assert len(written(at_goals)) == 3
        assert os.name == "nt" or stat.S_IMODE((at_goals / "out").stat().st_mode) == 0o700


async def test_leaving_while_a_consent_is_begun_opens_no_question_above_another_screen(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_save = CaseStorage.save
    async with talking(at_goals) as talk:
        page = await talk.handover()
        await page.go_to_line(OFFICE)

        def leave_at_commit(storage: CaseStorage, saving: Saving) -> Future[Saved]:
            talk.program.send(key_of("go-back"))
            return really_save(storage, saving)

        monkeypatch.setattr(CaseStorage, "save", leave_at_commit)
        await page.do("confirm")
        monkeypatch.undo()
        assert talk.program.screen in ("InterviewScreen", "HandoverScreen")
        await talk.do("review")
        assert talk.program.screen == "ReviewScreen"


async def test_a_consent_whose_last_answer_is_saved_under_the_open_help_closes_once_help_is_closed(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_save = CaseStorage.save
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)
        await consent.confirm("packages")
        await consent.answer("decision", "refused")
        await consent.answer("signer", "self")

        def help_at_commit(storage: CaseStorage, saving: Saving) -> Future[Saved]:
            consent.open_help()
            return really_save(storage, saving)

        monkeypatch.setattr(CaseStorage, "save", help_at_commit)
        await consent.confirm("signed_on")
        monkeypatch.undo()
        assert talk.program.screen == "Reader"
        await page.do("go-back")
        assert talk.program.screen == "HandoverScreen"
        assert (await consents(page))[0]["signed_on"] == PartialDate(2026, 5, 18)


async def test_a_consent_that_is_taken_down_during_a_save_keeps_the_answer_and_draws_nothing(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_save = CaseStorage.save
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        consent = await page.ask_consent(OFFICE)

        def close_at_commit(storage: CaseStorage, saving: Saving) -> Future[Saved]:
            consent.close()
            return really_save(storage, saving)

        monkeypatch.setattr(CaseStorage, "save", close_at_commit)
        await consent.confirm("packages")
        monkeypatch.undo()
        assert talk.program.screen == "HandoverScreen"
        await page.do("confirm")
        assert consent.shown_question == "packages"


async def test_a_second_click_in_a_dialog_does_not_take_the_screen_below_away(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.choose(OFFICE)
        assert talk.program.screen == "Dialog"
        actions = talk.program.app.screen.query_one(OptionList)
        for _ in range(2):
            actions.action_select()
        await talk.program.settled()
        assert talk.program.screen == "Reader"
        await page.do("go-back")
        assert talk.program.screen == "HandoverScreen"


async def test_where_one_file_cannot_be_written_none_of_them_stays(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        in_the_way = at_goals / "out" / f"{talk.program.work.code}_jc_v1.json"
        in_the_way.mkdir()
        await page.do("export")
        assert written(at_goals) == [in_the_way]
        assert [record.status for record in await page.records()] == [RecordStatus.DRAFT]


async def test_files_of_a_record_that_could_not_be_noted_do_not_stay(
    at_goals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Handovers, record: str, actor: str, at: dt.datetime) -> None:
        raise StoreError("It could not be noted.", "The record is a draft still.")

    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        monkeypatch.setattr(Handovers, "export", refuse)
        await page.do("export")
        assert not written(at_goals)
        assert [record.status for record in await page.records()] == [RecordStatus.DRAFT]


async def test_the_title_says_when_the_last_consent_was_saved(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        before = text_of(talk.program.app.screen.query_one(Title))
        talk.program.clock.pass_by(minutes=7)
        await page.grant(OFFICE)
        assert text_of(talk.program.app.screen.query_one(Title)) != before


def colleague_withdraws(folder: Path, entry: str, day: dt.date) -> None:
    """A colleague at the same store takes the consent back while the list stands on this screen."""
    store = open_as(folder / "desk", BORIS)
    (line,) = store.lists.list_cases()
    at = AT + dt.timedelta(hours=1)
    given = Answer(State.ANSWERED, PartialDate(day.year, day.month, day.day))
    store.save(
        Saving(line.id, (event(FieldGiven("consents", entry, "withdrawn_on", given), at, ""),), store.staff.id, at)
    )
    store.close()


async def test_a_consent_that_a_colleague_withdrew_meanwhile_lets_nothing_out(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        (entry,) = talk.program.work.interview.answers.entries("consents")
        colleague_withdraws(at_goals, entry.id, talk.program.work.today)
        await page.do("export")
        assert not written(at_goals)
        assert not await page.records()
        assert talk.program.say("The consent for this office does not hold any more.") in talk.program.notice
        assert talk.program.say("no transfer: {reason}", reason=talk.program.say("withdrawn")) in page.line(OFFICE)


async def test_a_consent_that_ended_while_the_case_stood_open_lets_nothing_out(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        talk.program.clock.pass_by(days=367)
        await page.do("export")
        assert not written(at_goals)
        assert not await page.records()
        assert talk.program.say("no transfer: {reason}", reason=talk.program.say("expired")) in page.line(OFFICE)


async def test_nothing_is_copied_from_a_restricted_case_or_after_the_consent_was_withdrawn(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        page = await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        case, actor = talk.program.work.new.id, talk.program.desk.staff.id
        await talk.program.desk.ask(lambda store: store.care.restrict(case, "The person complained.", actor, AT))
        await page.do("copy-fields")
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.notice_kind == "problem"
        await talk.program.desk.ask(lambda store: store.care.release(case, "It is settled.", actor, AT))
        (entry,) = talk.program.work.interview.answers.entries("consents")
        colleague_withdraws(at_goals, entry.id, talk.program.work.today)
        await page.do("copy-fields")
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.say("The consent for this office does not hold any more.") in talk.program.notice
