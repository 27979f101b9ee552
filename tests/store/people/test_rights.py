"""Each role may do what the table says, and nothing else: asked of the open store, method by method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from intake.errors import StoreError
from intake.interview.answers import DECLINED, AnswerGiven
from intake.interview.values import PartialDate
from intake.store.audit.chain import Deed
from intake.store.audit.trail import Trail
from intake.store.care import Care
from intake.store.figures import Figures
from intake.store.handovers.handovers import Handovers
from intake.store.holds.holds import Holds
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseLink, CaseSettings, ErasureReason, Hold, NewCase, Status
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import HandoverStep, RecordDraft, Step
from intake.store.kept.happened import CaseEvent
from intake.store.kept.lists import CaseFilter
from intake.store.kept.people import Role, Staff
from intake.store.lists import Lists
from intake.store.opening import open_store
from intake.store.overview import Overview
from intake.store.people.beside import Beside
from intake.store.people.people import People
from intake.store.people.rights import RIGHTS, NotAllowed, Right, may, rights_of
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, draft, later, said, saving

Do = Callable[[Store, str], object]
NAMES = {role: role.value.title() for role in Role}
TODAY = AT.date()


@pytest.fixture
def with_everybody(store: Store, folder: Path) -> tuple[Path, str]:
    """A store with one person of each role, and a case that nobody has open."""
    case = begin(store, said("family_name", "Mansour"), said("health_limits", "limited"))
    store.holds.put_back(case, store.staff.id, AT)
    for role, name in NAMES.items():
        store.people.add(name, PASSPHRASE, (role,), store.staff.id, AT, CHEAP)
    return folder, case


def opened_as(folder: Path, role: Role) -> Store:
    return open_store(folder, NAMES[role], PASSPHRASE, later(1))


def _new(store: Store, case: str) -> object:
    new = NewCase(new_id(later(2)), "full", "zebera", "2", CaseSettings())
    return store.begin_case(new, saving(store, new.id, at=later(2)))


def _draft(case: str, basis: str = "") -> RecordDraft:
    return RecordDraft(new_id(later(2)), case, "jc", "Jobcenter", "00", basis=basis, reason=basis and "Grund")


def _exported(store: Store, case: str) -> object:
    return store.handovers.export(
        store.handovers.draft(_draft(case), store.staff.id, later(2)).id, store.staff.id, later(3)
    )


def _step(store: Store, case: str) -> object:
    return store.handovers.note(
        HandoverStep(new_id(later(3)), "none", case, Step.HANDED_OVER, TODAY, store.staff.id, later(3))
    )


def _event(store: Store, case: str) -> None:
    happened = CaseEvent(new_id(later(2)), case, "paper_changed", PartialDate(2026, 5), store.staff.id, later(2))
    store.add_event(happened)


def _reopened(store: Store, case: str) -> object:
    return store.reopen_case(
        CaseEvent(new_id(later(2)), case, "reopened", PartialDate(2026, 5), store.staff.id, later(2))
    )


def _decision(store: Store, case: str) -> None:
    store.decide(
        Decision(new_id(later(2)), case, "offer", "x", DecisionKind.ACCEPTED, "", "", store.staff.id, later(2))
    )


METHODS: Mapping[str, tuple[Do, tuple[Right, ...]]] = {
    "begin_case": (_new, (Right.INTERVIEWS,)),
    "save": (lambda s, c: s.save(saving(s, c, said("given_name", "Dima"), at=later(2))), (Right.INTERVIEWS,)),
    "load_case": (lambda s, c: s.load_case(c), (Right.READ,)),
    "holds.take": (lambda s, c: s.holds.take(c, s.staff.id, later(2)), (Right.INTERVIEWS,)),
    "holds.put_back": (lambda s, c: s.holds.put_back(c, s.staff.id, later(2)), (Right.INTERVIEWS,)),
    "keep_settings": (lambda s, c: s.keep_settings(c, CaseSettings(), s.staff.id, later(2)), (Right.INTERVIEWS,)),
    "keep_half_typed": (
        lambda s, c: s.keep_half_typed(c, HalfTyped(Place("email"), "di", 2, later(2))),
        (Right.INTERVIEWS,),
    ),
    "set_status": (lambda s, c: s.set_status(c, Status.CLOSED, s.staff.id, later(2)), (Right.CLOSE,)),
    "reopen_case": (_reopened, (Right.CLOSE,)),
    "holds.reread": (lambda s, c: s.holds.reread(c), (Right.INTERVIEWS,)),
    "holds.stand_at": (
        lambda s, c: s.holds.stand_at(c, Place("email"), Hold(s.staff.id, None)),
        (Right.INTERVIEWS,),
    ),
    "history": (lambda s, c: s.history(c), (Right.READ,)),
    "replayed": (lambda s, c: s.replayed(c), (Right.READ,)),
    "lists.list_cases": (lambda s, c: s.lists.list_cases(), (Right.DESK,)),
    "lists.search": (lambda s, c: s.lists.search("man"), (Right.DESK,)),
    "lists.page": (lambda s, c: s.lists.page("", CaseFilter()), (Right.DESK,)),
    "lists.due": (lambda s, c: s.lists.due(TODAY, TODAY), (Right.DESK,)),
    "holds.interrupted": (lambda s, c: s.holds.interrupted("somebody else"), (Right.DESK,)),
    "holds.colleagues": (lambda s, c: s.holds.colleagues(s.staff.id, c), (Right.INTERVIEWS,)),
    "holds.handed": (lambda s, c: s.holds.handed(s.staff.id), (Right.INTERVIEWS, Right.HANDED_INTERVIEW)),
    "overview.staff_loads": (lambda s, c: s.overview.staff_loads(), (Right.OVERVIEW,)),
    "overview.due_windows": (lambda s, c: s.overview.due_windows(TODAY), (Right.DESK, Right.OVERVIEW)),
    "overview.count_due": (lambda s, c: s.overview.count_due(TODAY, TODAY, ()), (Right.DESK, Right.OVERVIEW)),
    "overview.waiting": (lambda s, c: s.overview.waiting(later(2)), (Right.DESK, Right.OVERVIEW)),
    "figures.walk": (lambda s, c: list(s.figures.walk("zebera", ("gender",))), (Right.FIGURES,)),
    "figures.note": (lambda s, c: s.figures.note("zebera", s.staff.id, later(2)), (Right.FIGURES,)),
    "add_event": (_event, (Right.INTERVIEWS,)),
    "events_of": (lambda s, c: s.events_of(c), (Right.READ,)),
    "link_cases": (lambda s, c: s.link_cases(CaseLink(c, c, s.staff.id, later(2))), (Right.INTERVIEWS,)),
    "children_of": (lambda s, c: s.children_of(c), (Right.READ,)),
    "parent_of": (lambda s, c: s.parent_of(c), (Right.READ,)),
    "decide": (_decision, (Right.INTERVIEWS,)),
    "decisions": (lambda s, c: s.decisions(c), (Right.READ,)),
    "handovers.draft": (lambda s, c: s.handovers.draft(_draft(c), s.staff.id, later(2)), (Right.HAND_OVER,)),
    "handovers.draft by statute": (
        lambda s, c: s.handovers.draft(_draft(c, "sgb8_8a"), s.staff.id, later(2)),
        (Right.WITHOUT_CONSENT,),
    ),
    "handovers.export": (_exported, (Right.HAND_OVER,)),
    "handovers.note": (_step, (Right.HAND_OVER,)),
    "handovers.of_case": (lambda s, c: s.handovers.of_case(c), (Right.READ,)),
    "handovers.steps": (lambda s, c: s.handovers.steps(c), (Right.READ,)),
    "handovers.by_code": (lambda s, c: s.handovers.by_code("K3M7-QX"), (Right.DESK,)),
    "handovers.to_confirm": (lambda s, c: s.handovers.to_confirm(TODAY), (Right.DESK,)),
    "handovers.to_tell": (lambda s, c: s.handovers.to_tell(), (Right.DESK,)),
    "overview.handovers": (lambda s, c: s.overview.handovers(TODAY), (Right.DESK, Right.OVERVIEW)),
    "people.add": (lambda s, c: s.people.add("Neu", PASSPHRASE, (Role.CLERK,), s.staff.id, later(2), CHEAP),
                  (Right.PEOPLE,)),
    "people.remove": (lambda s, c: s.people.remove(_id_of(s, Role.COORDINATOR), s.staff.id, later(2)), (Right.PEOPLE,)),
    "people.grant_sections": (
        lambda s, c: s.people.grant_sections(_id_of(s, Role.CLERK), s.staff.id, later(2)),
        (Right.PEOPLE, Right.SECTIONS),
    ),
    "people.withdraw_sections": (
        lambda s, c: s.people.withdraw_sections(_id_of(s, Role.CLERK), s.staff.id, later(2)),
        (Right.PEOPLE,),
    ),
    "people.new_recovery_key": (lambda s, c: s.people.new_recovery_key(s.staff.id, later(2), CHEAP), (Right.KEYS,)),
    "rotate_keys": (lambda s, c: s.insist(Right.KEYS), (Right.KEYS,)),
    "trail.entries": (lambda s, c: s.trail.entries(), (Right.AUDIT,)),
    "care.expired": (lambda s, c: s.care.expired(later(2), later(2)), (Right.ERASE,)),
    "care.erase": (
        lambda s, c: s.care.erase(c, ErasureReason.PERSON_ASKED, s.staff.id, later(2)),
        (Right.ERASE,),
    ),
    "care.restrict": (lambda s, c: s.care.restrict(c, "Grund", s.staff.id, later(2)), (Right.RESTRICT,)),
    "care.release": (lambda s, c: s.care.release(c, "Grund", s.staff.id, later(2)), (Right.RESTRICT,)),
    "care.beside_the_answers": (lambda s, c: s.care.beside_the_answers(c), (Right.DISCLOSE,)),
    "care.erase_expired": (lambda s, c: s.care.erase_expired(c, AT, AT, s.staff.id, later(2)), (Right.ERASE,)),
    "care.sites": (lambda s, c: s.care.sites(), (Right.ERASE,)),
    "people.all": (lambda s, c: s.people.all(), (Right.PEOPLE,)),
    "people.set_roles": (
        lambda s, c: s.people.set_roles(_id_of(s, Role.CLERK), (Role.CLERK,), s.staff.id, later(2)),
        (Right.PEOPLE,),
    ),
    "people.replace_passphrase": (
        lambda s, c: s.people.replace_passphrase(_id_of(s, Role.CLERK), PASSPHRASE, s.staff.id, later(2), CHEAP),
        (Right.PEOPLE,),
    ),
    "care.count_expired": (lambda s, c: s.care.count_expired(later(2), later(2), "zebera"), (Right.ERASE,)),
    "trail.case": (lambda s, c: s.trail.case(c), (Right.AUDIT,)),
    "trail.of_case": (lambda s, c: s.trail.of_case(c, later(2)), (Right.AUDIT,)),
    "trail.between": (lambda s, c: s.trail.between(AT, later(2), later(2)), (Right.AUDIT,)),
    "trail.codes": (lambda s, c: s.trail.codes(()), (Right.AUDIT,)),
    "care.write_backup to another place": (
        lambda s, c: s.care.write_backup(s.staff.id, later(2), s.folder.path.parent / "stick"),
        (Right.BACKUPS,),
    ),
    "care.confirm_clock": (lambda s, c: s.care.confirm_clock(s.staff.id, later(2)), (Right.ERASE, Right.BACKUPS)),
    "care.restrict_again": (lambda s, c: s.care.restrict_again({}, s.staff.id, later(2)), (Right.BACKUPS,)),
    "care.erase_again": (lambda s, c: s.care.erase_again((), (), s.staff.id, later(2)), (Right.BACKUPS,)),
    "people.as_today": (lambda s, c: s.people.as_today((), s.staff.id, later(2)), (Right.BACKUPS,)),
    "people.see_off": (lambda s, c: s.people.see_off((), s.staff.id, later(2)), (Right.BACKUPS,)),
    "care.restricted": (lambda s, c: s.care.restricted(c), (Right.READ,)),
    "beside.read": (lambda s, c: s.beside.read(c, "nobody", PASSPHRASE, later(2)), (Right.READ,)),
}  # fmt: skip
"""What each method of the store asks for: one of these rights."""

ROOMS: Mapping[str, type] = {
    "lists.": Lists,
    "": Store,
    "holds.": Holds,
    "handovers.": Handovers,
    "overview.": Overview,
    "people.": People,
    "beside.": Beside,
    "figures.": Figures,
    "trail.": Trail,
    "care.": Care,
}

FREE = {
    "close": "it takes nothing and gives nothing",
    "insist": "it is the question itself",
    "myself": "everybody knows their own roles",
    "holds.of_case": "ids of staff and program only; who lost an interview has to learn it",
    "holds.hand_on": "asked in test_handing",
    "holds.take_back": "asked in test_handing",
    "lists.languages_used": "how often a language was used, for the list of languages",
    "people.staff": "the names of colleagues stand at the desk",
    "people.change_passphrase": "needs the old passphrase",
    "care.write_backup": "written beside the store after work, whoever worked; it is sealed",
    "care.check": "says whether the file is whole",
    "trail.verify": "says whether the chain is whole, at each start",
    "trail.fits": "as trail.verify, for one entry",
    "trail.note": "adds to the audit chain what they themselves saw; asked below",
    "trail.note_each": "as trail.note",
    "people.check_passphrase": "asks who sits here",
    "care.clock_put_back": "a time, and nothing about any case",
    "care.erasures": "ids of what is gone, so that it stays gone",
    "people.names": "as people.staff",
    "people.change_own_passphrase": "their own",
    "people.must_change_passphrase": "about their own",
    "trail.close_day": "a day in numbers names no case",
    "care.back_up": "as care.write_backup",
    "care.is_changed_since_backup": "whether a backup is due",
    "care.tombstones": "as care.erasures, without the ids",
    "care.keep_lists": "writes those",
    "care.note": "as trail.note",
    "care.count_cases": "a number, for restoring",
    "care.rebuild_names": "puts the list of names right after restoring",
    "care.check_values": "as care.check_pages",
    "care.check_pages": "as care.check",
    "care.days_ahead": "days, and nothing about any case",
    "care.remove_due": "removes what has had its time, as anybody's backup after work does",
    "care.renew_backups": "as care.back_up",
    "care.last": "when something was done last",
    "care.is_restricted": "whether a case may be changed, for whoever tries",
    "care.insist": "it is the question itself",
}
"""Methods that everybody may use, and why."""


def _id_of(store: Store, role: Role) -> str:
    return next(each.id for each in store.people.staff() if each.name == NAMES[role])


def is_allowed(store: Store, do: Do, case: str) -> bool:
    """Whether the store does not refuse. What fails after the right was found is no matter here."""
    try:
        do(store, case)
    except NotAllowed:
        return False
    except (StoreError, ValueError, IntegrityError):
        return True
    return True


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_and_nothing_else(with_everybody: tuple[Path, str], role: Role) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, role)) as store:
        found = {name: is_allowed(store, do, case) for name, (do, _) in METHODS.items()}
    assert found == {name: not RIGHTS[role].isdisjoint(rights) for name, (_, rights) in METHODS.items()}


@pytest.mark.parametrize("right", Right)
def test_each_right_belongs_to_a_role(right: Right) -> None:
    assert any(right in rights for rights in RIGHTS.values())


def test_every_method_of_the_store_and_its_rooms_asks_for_a_right_or_says_why_not() -> None:
    methods = {
        f"{room}{name}"
        for room, kind in ROOMS.items()
        for name in vars(kind)
        if not name.startswith("_") and callable(getattr(kind, name))
    }
    assert methods == {name for name in METHODS if " " not in name} | set(FREE)


def test_a_person_has_the_rights_of_all_their_roles() -> None:
    both = rights_of((Role.INTERPRETER, Role.COORDINATOR))
    assert both == RIGHTS[Role.INTERPRETER] | RIGHTS[Role.COORDINATOR]
    assert Right.DESK not in both


def test_who_has_left_may_nothing() -> None:
    person = Staff("1", "Amira", (Role.CLERK, Role.ADMINISTRATOR), AT, left_at=AT)
    assert not any(may(person, right) for right in Right)


def test_who_sets_the_store_up_may_everything(store: Store) -> None:
    assert all(may(store.staff, right) for right in Right)


def test_an_administrator_reads_a_case_without_health_and_protection(with_everybody: tuple[Path, str]) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.CLERK)) as clerk, closing(opened_as(folder, Role.ADMINISTRATOR)) as admin:
        assert clerk.load_case(case).answers["health_limits"].value == "limited"
        seen = admin.load_case(case)
        assert seen.answers["family_name"].value == "Mansour"
        assert "health_limits" not in seen.answers
        assert {past.event.change.question for past in admin.history(case)} == {"family_name"}
        assert set(clerk.replayed(case)) == {"family_name", "health_limits"}
        assert set(admin.replayed(case)) == {"family_name"}


def test_an_administrator_reads_no_words_of_staff_and_no_line_whose_name_tells_an_answer(
    with_everybody: tuple[Path, str],
) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.CLERK)) as clerk, closing(opened_as(folder, Role.ADMINISTRATOR)) as admin:
        me, at = clerk.staff.id, later(2)
        for kind, line, decided, text in (
            ("prerule", "G9-Schutz", DecisionKind.OVERRIDDEN, ""),
            ("own", "", DecisionKind.OWN_LINE, "Traumaambulanz"),
            ("derived", "hannover_group", DecisionKind.CHANGED, "b"),
        ):
            clerk.decide(Decision(new_id(at), case, kind, line, decided, "wegen der Diagnose", text, me, at))
        clerk.add_event(
            CaseEvent(new_id(at), case, "paper_changed", PartialDate(2026, 5), me, at, note="nach der Klinik")
        )
        made = replace(draft(case), basis="sgb8_8a", reason="Gefahr", packages=("PRO",), confirm_by=TODAY)
        made = replace(made, included=("health_limits.note.1",))
        clerk.handovers.export(clerk.handovers.draft(made, me, at).id, me, at)
        code = clerk.handovers.of_case(case)[0].code

        def seen(store: Store) -> str:
            return repr((
                store.decisions(case), store.events_of(case), store.handovers.of_case(case),
                store.handovers.to_confirm(TODAY), store.handovers.by_code(code), store.handovers.steps(case),
            ))  # fmt: skip

        secret: tuple[str, ...] = (
            "G9-Schutz",
            "Traumaambulanz",
            "Diagnose",
            "Klinik",
            "sgb8_8a",
            "'PRO'",
            "health_limits",
            "Gefahr",
        )
        for step in (None, Step.RETURNED):
            if step is not None:
                note = "Therapie läuft schon"
                clerk.handovers.note(HandoverStep(new_id(at), made.id, case, step, TODAY, me, at, note=note))
                secret = ("Therapie",)
            assert [word for word in secret if word not in seen(clerk)] == []
            assert [word for word in secret if word in seen(admin)] == []
        assert [(each.line, each.text, each.reason) for each in admin.decisions(case)][2] == (
            "hannover_group",
            "b",
            "…",
        )
        (record,) = admin.handovers.of_case(case)
        assert (record.office, record.basis, record.reason) == ("Jobcenter Wuppertal", "…", "…")


def test_who_is_no_clerk_any_more_reads_no_such_answer_though_the_second_key_is_still_in_hand(
    store: Store, with_everybody: tuple[Path, str]
) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.CLERK)) as clerk:
        clerk.holds.take(case, clerk.staff.id, later(2))
        clerk.keep_half_typed(case, HalfTyped(Place("support_tools"), "Rollst", 6, later(2)))
        assert clerk.load_case(case).half_typed
        store.people.set_roles(clerk.staff.id, (Role.ADMINISTRATOR,), store.staff.id, later(3))
        seen = clerk.load_case(case)
        assert (set(seen.answers), seen.half_typed) == ({"family_name"}, ())
        assert {past.event.change.question for past in clerk.history(case)} == {"family_name"}
        assert set(clerk.replayed(case)) == {"family_name"}


def test_figures_are_read_without_health_and_protection(with_everybody: tuple[Path, str]) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.CLERK)) as clerk:
        clerk.save(saving(clerk, case, AnswerGiven("health_limits", DECLINED), at=later(2)))
    with closing(opened_as(folder, Role.COORDINATOR)) as coordinator:
        (file,) = coordinator.figures.walk("zebera", ("gender", "health_limits"))
    assert "health_limits" not in file.answers


@pytest.mark.parametrize("role", Role)
def test_nobody_says_what_somebody_else_did_or_what_the_store_does_itself(
    with_everybody: tuple[Path, str], role: Role
) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, role)) as store:
        me, seen = store.staff.id, Deed(Action.CASE_VIEWED, case, "review")
        store.trail.note([seen], me, later(2))
        refused: list[Callable[[], object]] = [
            lambda: store.trail.note([seen], "somebody else", later(2)),
            lambda: store.trail.note_each([(seen, later(2))], "somebody else"),
            lambda: store.trail.note([Deed(Action.CASE_OPENED, case)], me, later(2)),
            lambda: store.care.note(Action.CASE_ERASED, "", me, later(2), case),
            lambda: store.care.note(Action.STORE_SALVAGED, "", "somebody else", later(2)),
        ]
        for do in refused:
            with pytest.raises(NotAllowed):
                do()


def test_nothing_is_written_under_the_name_of_somebody_who_did_not_unlock_this_store(
    with_everybody: tuple[Path, str], store: Store
) -> None:
    folder, case = with_everybody
    other, at, new = _id_of(store, Role.ADMINISTRATOR), later(3), new_id(later(3))
    with closing(opened_as(folder, Role.CLERK)) as clerk:
        me, before = clerk.staff.id, len(clerk.history(case))
        clerk.holds.take(case, me, later(2))
        record = clerk.handovers.draft(draft(case), me, later(2)).id
        seen = store.trail.entries(100)
        happened = CaseEvent(new_id(at), case, "paper_changed", PartialDate(2026, 5), other, at)
        decision = Decision(new_id(at), case, "offer", "x", DecisionKind.ACCEPTED, "", "", other, at)
        step = HandoverStep(new_id(at), record, case, Step.EXPORTED, TODAY, other, at)
        mine = saving(clerk, case, said("given_name", "Dima"), at=at)
        written: list[Callable[[], object]] = [
            lambda: clerk.begin_case(
                NewCase(new, "full", "zebera", "2", CaseSettings()), replace(saving(clerk, new, at=at), actor=other)
            ),
            lambda: clerk.save(replace(mine, actor=other)),
            lambda: clerk.save(replace(mine, happened=(happened,))),
            lambda: clerk.save(replace(mine, steps=(step,))),
            lambda: clerk.keep_settings(case, CaseSettings(), other, at),
            lambda: clerk.set_status(case, Status.CLOSED, other, at),
            lambda: clerk.add_event(happened),
            lambda: clerk.decide(decision),
            lambda: clerk.handovers.export(record, other, at),
            lambda: clerk.handovers.note(step),
            lambda: clerk.holds.take(case, other, at, over=True),
            lambda: clerk.holds.put_back(case, other, at),
            lambda: clerk.care.restrict(case, "Grund", other, at),
        ]
        for write in written:
            with suppress(NotAllowed):
                write()
        assert store.trail.entries(100) == seen
        assert (len(clerk.history(case)), clerk.decisions(case), clerk.events_of(case)) == (before, (), ())
        assert clerk.holds.of_case(case).holder == me


def test_who_has_only_looked_at_a_case_adds_no_answer_to_it(with_everybody: tuple[Path, str]) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.INTERPRETER)) as store:
        store.trail.note([Deed(Action.CASE_VIEWED, case, "review")], store.staff.id, later(2))
        with pytest.raises(NotAllowed):
            store.save(saving(store, case, said("given_name", "Dima"), at=later(3)))


def test_who_leads_a_handed_interview_notes_nothing_else_with_an_answer(
    with_everybody: tuple[Path, str], store: Store
) -> None:
    folder, case = with_everybody
    with closing(opened_as(folder, Role.INTERPRETER)) as other:
        me = other.staff.id
        store.holds.take(case, store.staff.id, later(2))
        store.holds.hand_on(case, me, Place("gender"), store.staff.id, later(2))
        other.holds.take(case, me, later(3))
        mine = saving(other, case, said("given_name", "Dima"), at=later(4))
        happened = CaseEvent(new_id(later(4)), case, "paper_changed", PartialDate(2026), me, later(4))
        step = HandoverStep(new_id(later(4)), "none", case, Step.CONFIRMED, TODAY, me, later(4))
        for more in (replace(mine, happened=(happened,)), replace(mine, steps=(step,))):
            with pytest.raises(NotAllowed):
                other.save(more)
        assert other.save(mine).written == 1
        store.holds.take(case, store.staff.id, later(5), over=True)
        assert other.save(saving(other, case, said("email", "a@b.example"), at=later(6))).written == 1
        with pytest.raises(NotAllowed):
            other.save(saving(other, case, said("email", "c@d.example"), at=later(2 * 24 * 60)))


def test_the_second_key_is_given_only_to_who_may_read_health_and_protection(
    with_everybody: tuple[Path, str], store: Store
) -> None:
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
        with pytest.raises(StoreError, match="roles of this colleague"):
            store.people.grant_sections(_id_of(store, role), store.staff.id, later(2))


def test_a_coordinator_sees_how_many_wait_and_not_who(with_everybody: tuple[Path, str]) -> None:
    folder, _ = with_everybody
    much_later = later(100 * 24 * 60)
    with closing(opened_as(folder, Role.CLERK)) as clerk, closing(opened_as(folder, Role.COORDINATOR)) as coordinator:
        assert [line.family_name for line in clerk.overview.waiting(much_later).cases] == ["Mansour"]
        (line,) = coordinator.overview.waiting(much_later).cases
        assert (line.family_name, line.given_name) == ("", "")
        assert line.code


def test_a_role_that_was_taken_away_counts_at_once(with_everybody: tuple[Path, str], store: Store) -> None:
    folder, _ = with_everybody
    with closing(opened_as(folder, Role.CLERK)) as clerk:
        assert clerk.lists.list_cases()
        store.people.set_roles(clerk.staff.id, (Role.COORDINATOR,), store.staff.id, later(5))
        with pytest.raises(NotAllowed, match="Your roles here do not include this"):
            clerk.lists.list_cases()
        clerk.overview.staff_loads()
        assert clerk.myself().roles == (Role.COORDINATOR,)
