"""The case of a child and the case of its parent know each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from intake.errors import StoreError
from intake.store.failures import CaseMissing
from intake.store.ids import new_id
from intake.store.kept.cases import CaseLink, ErasureReason, NewCase
from intake.store.opening import open_store
from intake.store.people.rights import NotAllowed
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE, begin, key_of, later, raw_connection, said, saving


def linked(store: Store, parent: str, child: str, entry: str = "e1", minute: float = 0) -> CaseLink:
    return CaseLink(parent, child, store.staff.id, later(minute), entry)


def begun_as_child(store: Store, parent: str) -> tuple[str, CaseLink]:
    new = NewCase(new_id(AT), "child", "zebera", "2")
    link = linked(store, parent, new.id)
    what = saving(store, new.id, said("gender", "f"))
    for _ in range(2):
        store.begin_case(new, what, link)
    return new.id, link


def test_parent_and_children_find_each_other(store: Store) -> None:
    parent, first, second, other = (begin(store) for _ in range(4))
    links = (linked(store, parent, first), linked(store, parent, second, "", minute=1))
    for link in (*links, links[0]):
        store.link_cases(link)
    assert store.children_of(parent) == links
    assert store.parent_of(second) == links[1]
    assert store.parent_of(parent) is None
    assert store.children_of(other) == store.children_of(first) == ()
    entries = [entry for entry in store.trail.entries() if entry.action == "cases.linked"]
    assert [(entry.case_id, entry.subject) for entry in entries] == [(parent, second), (parent, first)]


def test_a_child_has_one_parent(store: Store) -> None:
    parent, other, child = (begin(store) for _ in range(3))
    store.link_cases(linked(store, parent, child))
    with pytest.raises(StoreError, match="another parent"):
        store.link_cases(linked(store, other, child))
    assert store.children_of(other) == ()


def test_no_case_is_its_own_child(store: Store) -> None:
    case = begin(store)
    with pytest.raises(IntegrityError):
        store.link_cases(linked(store, case, case))


def test_only_cases_of_the_store_are_linked(store: Store) -> None:
    case = begin(store)
    for link in (linked(store, case, "nowhere"), linked(store, "nowhere", case)):
        with pytest.raises(CaseMissing):
            store.link_cases(link)


def test_a_child_is_begun_together_with_its_link(store: Store) -> None:
    parent = begin(store)
    child, link = begun_as_child(store, parent)
    assert store.children_of(parent) == (link,)
    assert store.load_case(child).answers["gender"].value == "f"


def test_a_link_that_fails_takes_the_whole_beginning_back(store: Store) -> None:
    parent = begin(store)
    new = NewCase(new_id(AT), "child", "zebera", "2")
    broken = replace(linked(store, parent, new.id), actor="nobody")
    with pytest.raises(NotAllowed):
        store.begin_case(new, saving(store, new.id), broken)
    with pytest.raises(CaseMissing):
        store.load_case(new.id)


def test_a_child_is_kept_even_where_the_case_of_the_parent_was_erased_meanwhile(store: Store) -> None:
    parent = begin(store)
    store.care.erase(parent, ErasureReason.PERSON_ASKED, store.staff.id, later(1))
    child, _ = begun_as_child(store, parent)
    assert store.parent_of(child) is None
    assert store.load_case(child).answers["gender"].value == "f"


@pytest.mark.parametrize("which", ["parent", "child"])
def test_the_link_is_erased_with_either_case(store: Store, folder: Path, which: str) -> None:
    parent = begin(store)
    child, _ = begun_as_child(store, parent)
    sibling, kept = begun_as_child(store, begin(store))
    store.care.erase(parent if which == "parent" else child, ErasureReason.MISTAKE, store.staff.id, later(1))
    left = child if which == "parent" else parent
    assert store.load_case(left).header.id == left
    assert store.children_of(parent) == ()
    assert store.parent_of(sibling) == kept
    with raw_connection(folder, key_of(folder)) as connection:
        assert connection.execute("SELECT child_id FROM case_link").fetchall() == [(sibling,)]


def test_a_backup_holds_the_links(store: Store) -> None:
    parent = begin(store)
    _, link = begun_as_child(store, parent)
    backup = store.care.write_backup(store.staff.id, later(1))
    restored = open_store(backup.folder, "Amira", PASSPHRASE, later(2))
    assert restored.children_of(parent) == (link,)
    restored.close()
