from __future__ import annotations

from importlib.resources import files

import pytest

from intake.errors import ContentError
from intake.handover.projection.ceilings import CEILINGS, RECIPIENTS, WHOLE
from intake.handover.record.layout import Layout, block_of, load_layout, read_layout
from tests.handover.handover_cases import content

FOLDER = files("intake.handover")
LAYOUT, LABELS = ((FOLDER / name).read_text(encoding="utf-8") for name in ("layout.toml", "labels.toml"))


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_layout(content().questionnaire)


def test_every_answer_that_an_office_may_see_has_one_block_at_every_site(layout: Layout) -> None:
    for site in content().sites:
        for profile in site.recipients:
            blocks = layout.blocks_for(profile.code, profile.sections)
            rooms = CEILINGS[profile.code]
            for question in content().questionnaire:
                packages = tuple(package for package in question.packages if package in rooms)
                if any(rooms[package] is WHOLE or question.id in rooms[package] for package in packages):
                    assert block_of(blocks, question.id, packages), (site.id, profile.code, question.id)


def test_the_middle_for_agency_and_job_centre_follows_the_profiling(layout: Layout) -> None:
    for recipient in ("aa", "jc"):
        headings = [block.heading for block in layout.blocks_for(recipient)]
        start = headings.index("Qualifikation")
        assert headings[start : start + 5] == [
            "Qualifikation", "Leistungsfähigkeit", "Motivation", "Rahmenbedingungen", "Arbeitsmarkt",
        ]  # fmt: skip


def test_the_block_that_names_an_answer_wins_over_its_package(layout: Layout) -> None:
    blocks = layout.blocks_for("jc")
    found = {id_: block_of(blocks, id_, (package,)) for id_, package in PLACES}
    assert {id_: block.id if block else None for id_, block in found.items()} == {
        "work_hours": "capability",
        "residence_obligation": "conditions",
        "desired_occupation": "market",
        "work_permit_entry": "market",
        "measures": "measures",
        "children_ages": "household",
        "training_title": "qualification",
        "obs_instructions": "capability",
    }


PLACES = (
    ("work_hours", "GOA"),
    ("residence_obligation", "STA"),
    ("desired_occupation", "GOA"),
    ("work_permit_entry", "STA"),
    ("measures", "WRK"),
    ("children_ages", "FAC"),
    ("training_title", "WRK"),
    ("obs_instructions", "WRK"),
)


def test_the_agency_in_hannover_is_asked_to_mark_the_case(layout: Layout) -> None:
    assert layout.remarks_for("hannover", "aa") == ("bitte in VerBIS kennzeichnen",)
    assert layout.remarks_for("hannover", "jc") == ()


def test_every_kind_of_office_has_an_order(layout: Layout) -> None:
    assert tuple(layout.order) == RECIPIENTS


@pytest.mark.parametrize(
    ("layout_change", "label_change", "problem"),
    [
        (('"person", "result"', '"persons", "result"'), ("", ""), "layout.toml:5: unknown block `persons`"),
        (('packages = ["RES"]', 'packages = ["INT"]'), ("", ""), "unknown package `INT`"),
        (('ids = ["measures"]', 'ids = ["measure"]'), ("", ""), "unknown question `measure`"),
        (('packages = ["STA"]', 'packages = ["EDU"]'), ("", ""), "no block for `arrival_date`"),
        (('"next", "receipt"]\npsych', '"next"]\npsych'), ("", ""), "health needs each of"),
        (("", ""), ('gender = { de = "Geschlecht", en = "Gender" }', ""), "`gender` has no label"),
        (("", ""), ('gender = { de = "Geschlecht"', 'gender = { de = " "'), "needs a German text"),
        (("", ""), ("[label]", '[label]\nobs_note = { de = "x" }'), "no such answer: `obs_note`"),
        (('recipient = "aa"\ntext', 'recipient = "xx"\ntext'), ("", ""), "a remark needs"),
        (("[order]", "[order"), ("", ""), "layout.toml:4: no valid TOML"),
    ],
)
def test_a_mistake_in_the_layout_is_named_with_its_line(
    layout_change: tuple[str, str], label_change: tuple[str, str], problem: str
) -> None:
    changed = LAYOUT.replace(*layout_change) if layout_change[0] else LAYOUT
    if "receipt" in layout_change[0]:
        changed = LAYOUT.replace('"health", "support", "receipt"]\npsych', '"health", "support"]\npsych')
    labels = LABELS.replace(*label_change) if label_change[0] else LABELS
    _, mistakes = read_layout(changed, labels, content().questionnaire)
    assert any(problem in str(mistake) for mistake in mistakes), [str(mistake) for mistake in mistakes][:5]


def test_a_layout_with_mistakes_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.handover.record.layout.COMPUTED_LABELS", ("age", "admission", "market_ready", "mood"))
    with pytest.raises(ContentError) as caught:
        load_layout(content().questionnaire)
    assert any("`mood` has no label" in problem for problem in caught.value.problems)
