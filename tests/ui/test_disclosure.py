"""What the person gets of all that is stored: where others may read along, no office of health or protection; what a
permission is given for in their language."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from intake.interview.answers import Answer, EntryAdded, FieldGiven, State
from intake.interview.values import PartialDate, Plain
from intake.store.kept.handovers import RecordDraft
from intake.store.store import Store
from intake.ui.outbox import Outbox
from intake.ui.rights_room import RightsRoom
from tests.handover.papers.papers_cases import bare, pages
from tests.ui.cases import DIMA, stored
from tests.ui.pages import talking
from tests.ui.program import AT


def noted(store: Store, *, draft: RecordDraft, actor: str) -> None:
    store.handovers.draft(draft, actor, AT)
    store.handovers.export(draft.id, actor, AT)


PRACTICE, AGENCY = "Praxis am Park", "Agentur für Arbeit"


async def test_offices_of_health_are_told_in_private_only(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    async with talking(tmp_path) as talk:
        desk, work = talk.program.desk, talk.program.work
        for entry, recipient, office, packages in (
            ("e1", "health", PRACTICE, ("IDN", "MED")),
            ("e2", "aa", AGENCY, ("IDN", "EDU")),
        ):
            given: dict[str, Plain] = {
                "recipient": recipient, "office": office, "packages": packages, "purpose": "Termin",
                "decision": "granted", "signer": "self", "form": "paper", "secrecy_person": "Dr. Muster",
                "signed_on": PartialDate(2026, 5, 1),
            }  # fmt: skip
            fields = (
                FieldGiven("consents", entry, name, Answer(State.ANSWERED, value)) for name, value in given.items()
            )
            await work.save(EntryAdded("consents", entry), *fields)
            draft = RecordDraft(f"r-{recipient}", work.new.id, recipient, office, "0" * 64)
            await desk.write(partial(noted, draft=draft, actor=desk.staff.id))
        await Outbox(desk, work).refresh()
        id_ = work.new.id
        room = RightsRoom(desk, await desk.ask(lambda store: store.load_case(id_)))
        found: dict[bool, str] = {}
        for in_private in (False, True):
            _, data = await room.disclose(in_private=in_private)
            found[in_private] = data.read_text("utf-8")
        offices = {
            private: [each["office"] for each in json.loads(text)["passed_on"]] for private, text in found.items()
        }
        assert offices == {False: [AGENCY], True: [PRACTICE, AGENCY]}
        assert PRACTICE not in found[False]
        assert "MED" not in found[False]
        assert PRACTICE in found[True]


async def test_the_purpose_of_the_profile_is_said_in_the_language_of_the_person(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main", languages=("tr",))
    (tmp_path / "out").mkdir()
    async with talking(tmp_path) as talk:
        desk, work = talk.program.desk, talk.program.work
        for entry, purpose in (("e1", "Übergang und Vermittlung"), ("e2", "Tanzschule")):
            given = {"recipient": "aa", "office": AGENCY, "purpose": purpose}
            fields = (
                FieldGiven("consents", entry, name, Answer(State.ANSWERED, value)) for name, value in given.items()
            )
            await work.save(EntryAdded("consents", entry), *fields)
        id_ = work.new.id
        room = RightsRoom(desk, await desk.ask(lambda store: store.load_case(id_)))
        paper, _ = await room.disclose(in_private=True)
        text = bare("".join(pages(paper.read_bytes())))
        assert bare("Übergang und Vermittlung") in text
        assert bare("geçiş ve işe yerleştirme") in text
        assert bare("Tanzschule [Nicht übersetzt]") in text


async def test_what_is_covered_on_the_screen_is_told_to_the_person_and_in_german_at_an_english_desk(
    tmp_path: Path,
) -> None:
    stored(tmp_path, {**DIMA, "health_limits": "limited", "feels_safe": "no"}, at="goal_main", languages=("tr",))
    (tmp_path / "out").mkdir()
    async with talking(tmp_path, more={"language": "en"}) as talk:
        desk, id_ = talk.program.desk, talk.program.work.new.id
        room = RightsRoom(desk, await desk.ask(lambda store: store.load_case(id_)))
        paper, _ = await room.disclose(in_private=True)
        text = bare("".join(pages(paper.read_bytes())))
        assert bare(talk.program.say("(covered)")) not in text
        assert bare("(verdeckt)") not in text
        assert bare("Ja, etwas beachten") in text


async def test_a_person_who_reads_german_gets_one_column(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main", languages=("de",))
    (tmp_path / "out").mkdir()
    async with talking(tmp_path) as talk:
        desk, id_ = talk.program.desk, talk.program.work.new.id
        room = RightsRoom(desk, await desk.ask(lambda store: store.load_case(id_)))
        paper, _ = await room.disclose(in_private=True)
        assert bare("Mansour") in bare("".join(pages(paper.read_bytes())))
