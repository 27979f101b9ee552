"""Reads the rules of a site, and those that every site shares, from TOML. Source: sites.md 0 to 8."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.vocabulary import Vocabulary
from intake.pathways.offers import OfferKind
from intake.pathways.phase_reader import read_origin
from intake.pathways.rules import ChildCase, Fallback, Prerule, Rule, RuleKind
from intake.pathways.tables import TableReader


def read_rules(top: TableReader, words: Vocabulary) -> Iterator[Rule]:
    for table in top.tables("rule"):
        kind = table.member("kind", RuleKind)
        rule = Rule(
            id=table.text("id"),
            condition=table.condition(words),
            kind=kind or RuleKind.OPEN,
            stations=table.texts("stations"),
            reason=table.words("reason"),
            person=table.localized("person", needed=False),
            step=table.short("step"),
            origin=read_origin(table),
        )
        table.refuse_others()
        yield rule


def read_prerule(table: TableReader, words: Vocabulary) -> Prerule:
    has_kinds = "only_kinds" in table.keys
    only_kinds = table.members("only_kinds", OfferKind)
    rule = Prerule(
        id=table.text("id"),
        condition=table.condition(words),
        result=table.text("result"),
        name=table.words("name"),
        reason=table.words("reason"),
        common=table.texts("common"),
        to=table.texts("to"),
        suspends=_one_of(table, "site_rules", ("run", "suspend")) == "suspend",
        only_kinds=only_kinds if has_kinds else None,
        defer_kinds=table.members("defer_kinds", OfferKind),
        warn_open=table.flag("warn_open"),
        is_private=_one_of(table, "paper", ("yes", "private")) == "private",
        opens=table.short("opens"),
        except_sites=table.texts("except_sites"),
        origin=read_origin(table),
    )
    table.refuse_others()
    return rule


def read_fallback(table: TableReader) -> Fallback:
    fallback = Fallback(
        id=table.text("id"),
        kind=table.member("kind", RuleKind) or RuleKind.OPEN,
        result=table.text("result"),
        to=table.texts("to"),
        to_child=table.texts("to_child"),
        reason=table.words("reason"),
    )
    table.refuse_others()
    return fallback


def read_child_case(table: TableReader) -> ChildCase:
    case = ChildCase(table.texts("rule_recipients"), table.members("only_kinds", OfferKind))
    table.refuse_others()
    return case


def _one_of(table: TableReader, key: str, values: tuple[str, ...]) -> str:
    value = table.text(key)
    if value and value not in values:
        table.wrong(f"`{key}` has to be one of {', '.join(values)}", key=key)
    return value
