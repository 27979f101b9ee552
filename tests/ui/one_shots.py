"""What is done at the desk in one go, and what has to be true of it where the store cannot be written.

Either nothing of it was done, and that is said, and done again it is done; or it is kept, and the next try writes it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Container, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from intake.errors import Fate, IntakeError, StoreError
from intake.interview.answers import Answer, AnswerGiven, EntryAdded, FieldGiven, State
from intake.interview.values import PartialDate, Plain
from intake.store.folder import StoreFolder
from intake.store.kept.answers import Place
from intake.store.kept.cases import ErasureReason
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import HandoverStep, RecordDraft, Step
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.keys.data_key import DataKey
from intake.store.writer import Writer
from intake.ui.audit_room import told_of_case
from intake.ui.casework import CaseWork
from intake.ui.closing import close_case, reopen_case
from intake.ui.closing_room import print_closing
from intake.ui.desk import Desk
from intake.ui.figure_room import ALL_TALKS, FigureRoom
from intake.ui.handing import hand_on
from intake.ui.outbox import Outbox
from intake.ui.people_room import PeopleRoom
from intake.ui.rights_room import RightsRoom
from tests.store.making import key_of, raw_connection
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.program import AT, BORIS, PASSPHRASE, Clock, open_as, parts, settings

OFFICE = "zebera, Erstantrag und Beratung"
NEW_PASSPHRASE = "sieben andere Wörter hier"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
Seen = Mapping[str, object]


@dataclass(frozen=True)
class Room:
    """The desk with the case in hand, and what was made ready for the action."""

    desk: Desk
    work: CaseWork

    @property
    def case(self) -> str:
        return self.work.new.id

    @property
    def me(self) -> str:
        return self.desk.staff.id

    def step(self, kind: Step) -> HandoverStep:
        return HandoverStep("step", "record", self.case, kind, AT.date(), self.me, AT, "Frau Öz", "post")

    async def rights(self) -> RightsRoom:
        return await RightsRoom.of(self.desk, self.case)

    async def boris(self) -> str:
        return next(each.id for each in await self.desk.ask(lambda store: store.people.staff()) if each.name == BORIS)


async def nothing(_: Room) -> None:
    pass


Do = Callable[[Room], Awaitable[object]]


@dataclass(frozen=True)
class Action:
    """Something that is done in one go.

    `is_kept`: where it fails, the case keeps it for the next try. `takes_long`: it makes a key from a passphrase.
    `leaves`: what may be another one where the disk breaks for good in the middle, and does no harm: a draft that the
    next try goes on with, an entry of the audit trail, a key file that cannot be renamed back any more.
    """

    name: str
    do: Do
    ready: Do = nothing
    is_kept: bool = False
    takes_long: bool = False
    leaves: frozenset[str] = frozenset()


async def _export(room: Room) -> None:
    outbox = Outbox(room.desk, room.work)
    await outbox.refresh()
    office = next(each for each in outbox.offices() if each.view is not None)
    folder = Path(room.desk.settings.export)
    await outbox.export(office, folder, ("json", "text"), lambda _: None, lambda: False)


async def _consent(room: Room) -> None:
    given: dict[str, Plain] = {
        "recipient": "jc", "office": OFFICE, "packages": ("IDN", "EDU"), "purpose": "Termin", "decision": "granted",
        "signer": "self", "form": "paper", "signed_on": PartialDate(2026, 5, 1),
        "valid_until": PartialDate(2026, 12, 1),
    }  # fmt: skip
    fields = (FieldGiven("consents", "e1", name, Answer(State.ANSWERED, value)) for name, value in given.items())
    await room.work.save(EntryAdded("consents", "e1"), *fields)


async def _exported(room: Room) -> None:
    draft, me = RecordDraft("record", room.case, "jc", OFFICE, "ab" * 32), room.me
    await room.desk.write(lambda store: store.handovers.draft(draft, me, AT))
    await room.desk.write(lambda store: store.handovers.export("record", me, AT))


async def _closed(room: Room) -> None:
    await close_case(room.desk, room.work)


async def _restricted(room: Room) -> None:
    await (await room.rights()).restrict("bestreitet die Angaben")


async def _other(room: Room) -> str:
    return next(
        each.id for each in await room.desk.ask(lambda store: store.lists.list_cases(None)) if each.id != room.case
    )


async def _taken_back(room: Room) -> None:
    case, me = room.case, room.me
    await room.desk.write(lambda store: store.holds.take_back(case, me, AT + dt.timedelta(hours=2)))


async def _handed(room: Room) -> None:
    await hand_on(room.desk, room.work, await room.boris())


async def _figures(room: Room) -> None:
    figures = FigureRoom(room.desk)
    await figures.export(await figures.count(ALL_TALKS, lambda _: None))


def _line(room: Room) -> Decision:
    return Decision("line", room.case, "offer", "", DecisionKind.OWN_LINE, "", "Sportverein", room.me, AT)


def _event(room: Room) -> CaseEvent:
    return CaseEvent("happened", room.case, "moved", PartialDate(2026), room.me, AT)


def _people(do: Callable[[PeopleRoom, str], Awaitable[object]]) -> Do:
    async def done(room: Room) -> None:
        await do(PeopleRoom(room.desk), await room.boris())

    return done


async def _added(people: PeopleRoom, _: str) -> None:
    await people.add("Carla", (Role.CLERK,), PASSPHRASE, is_for_once=True)


async def _replaced(people: PeopleRoom, boris: str) -> None:
    await people.replace_passphrase(boris, NEW_PASSPHRASE)


async def _changed(people: PeopleRoom, _: str) -> None:
    await people.change_own_passphrase(NEW_PASSPHRASE)


async def _opened(room: Room) -> None:
    await room.desk.open_case(await _other(room))


async def _beside(room: Room) -> None:
    await room.desk.read_beside(room.case, BORIS, PASSPHRASE, room.desk.now())


async def _lifted(room: Room) -> None:
    await (await room.rights()).release("geklärt mit der Person")


async def _erased(room: Room) -> None:
    await (await room.rights()).erase(ErasureReason.MISTAKE)


async def _disclosed(room: Room) -> None:
    await (await room.rights()).disclose(in_private=False)


KEYS = frozenset({"keys"})
NAME = AnswerGiven("family_name", Answer(State.ANSWERED, "Haddad"))
ACTIONS: tuple[Action, ...] = (
    Action("answer", lambda room: room.work.save(NAME, place=Place("given_name")), is_kept=True),
    Action("half-typed text", lambda room: room.work.keep_half_typed(Place("given_name"), "Di"), is_kept=True),
    Action("decision", lambda room: room.work.decide(_line(room)), is_kept=True),
    Action("event", lambda room: room.work.add_event(_event(room)), is_kept=True),
    Action("step of a record", lambda room: room.work.note_step(room.step(Step.HANDED_OVER)), _exported, is_kept=True),
    Action("receipt", lambda room: room.desk.receipts.note(room.step(Step.CONFIRMED)), _exported, is_kept=True),
    Action("close", _closed),
    Action("reopen", lambda room: reopen_case(room.desk, room.work, "noch eine Frage"), _closed),
    Action("hand on", _handed),
    Action("take back", _taken_back, _handed),
    Action("put back", lambda room: room.desk.put_back(room.work)),
    Action("open", _opened),
    Action("export", _export, _consent, leaves=frozenset({"handover_record", "audit_event", "files"})),
    Action("restrict", _restricted),
    Action("lift", _lifted, _restricted),
    Action("erase", _erased),
    Action("disclose", _disclosed),
    Action("add a person", _people(_added), takes_long=True, leaves=KEYS),
    Action("roles", _people(lambda people, boris: people.set_roles(boris, (Role.COORDINATOR,))), leaves=KEYS),
    Action("remove a person", _people(lambda people, boris: people.remove(boris)), leaves=KEYS),
    Action("new passphrase", _people(_replaced), takes_long=True, leaves=KEYS),
    Action("own passphrase", _people(_changed), takes_long=True, leaves=KEYS),
    Action("second key", _people(lambda people, boris: people.give_second_key(boris)), leaves=KEYS),
    Action("closing sheet", lambda room: print_closing(room.desk)),
    Action("figures", _figures),
    Action("uncover", lambda room: room.desk.uncover(room.case, "review", PASSPHRASE)),
    Action("second person", _beside, leaves=frozenset({"audit_event"})),
    Action("audit trail", lambda room: told_of_case(room.desk, room.work)),
)


def ready(room: Path) -> None:
    """The store on which each action is tried: a case to be opened, and one with all that a proposal needs."""
    stored(room, TALK)
    stored(room, DIMA, at="goal_main")
    (room / "out").mkdir()


async def tried(
    room: Path, action: Action, failing: AbstractContextManager[object], *, breaks: bool = False
) -> tuple[bool, list[str]]:
    """An action on the store in `room` that fails inside `failing`, and again when all is well.

    Whether it failed, and what was wrong then. `breaks`: nothing at all can be changed from some moment on.
    """
    store = await asyncio.to_thread(open_as, room / "desk")
    desk = Desk(store, Writer(store), parts("zebera"), settings(room), Clock(AT + dt.timedelta(hours=1)))
    try:
        case = next(line.id for line in store.lists.list_cases(None) if line.family_name == "Mansour")
        here = Room(desk, await desk.open_case(case))
        await action.ready(here)
        key, failed = key_of(room / "desk"), None
        before = seen(room, key)
        try:
            with failing:
                await action.do(here)
        except IntakeError as error:
            failed = error
        if failed is None:
            return False, []
        may_leave = action.leaves if breaks else frozenset()
        faults = [f"{action.name}: {each}" for each in wrong(here, action, failed, before, seen(room, key), may_leave)]
        if action.is_kept:
            await desk.receipts.write_all()
            await here.work.retry()
        else:
            await action.do(here)
        return True, faults
    finally:
        await asyncio.to_thread(desk.close)


def wrong(
    room: Room, action: Action, failed: IntakeError, before: Seen, after: Seen, may_leave: Container[str]
) -> Iterator[str]:
    """What is not as it has to be after a failure. A file that could not be written says itself what was."""
    changed = [name for name in before if before[name] != after[name] and name not in may_leave]
    if action.is_kept and room.desk.is_safe and room.work.is_safe and room.work.is_typed_safe:
        yield "is not kept"
    if isinstance(failed, StoreError):
        if failed.fate is not (Fate.KEPT if action.is_kept else Fate.NOT_DONE):
            yield f"{failed.fate} was said"
        if changed:
            yield f"changed {', '.join(changed)} and was not done"


def seen(room: Path, key: DataKey) -> Seen:
    """All that is stored, table by table, the keys, and the files that were written."""
    folder = room / "desk"
    with raw_connection(folder, key) as connection:
        names = [str(row[0]) for row in connection.execute(TABLES).fetchall()]
        rows = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in names}
    files = sorted(each.name for each in (room / "out").iterdir())
    return {**rows, "keys": StoreFolder(folder).keys.read_bytes(), "files": files}
