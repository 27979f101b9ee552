"""A profile in which forty things are wrong at once: `intake check` names each, with file and line."""

from __future__ import annotations

from pathlib import Path

from intake.pathways.own_sites import built_in_text
from tests.commands.running import Run

NAME = "hannover.toml"

# What stands in the profile, what is written instead, and the words by which the mistake is known.
SLIPS = (
    ('day = "2016-09-01", law = "2016-08-01"', 'day = "2016-09-01", law = "2016-08-02"', "no law set 2016-08-02"),
    ('target = { de = "ZOE:', 'targets = { de = "ZOE:', "unknown key `targets`"),
    ("special_needs_block = false", 'special_needs_block = "no"', "`special_needs_block`"),
    ("eae_is_municipal = false", "eae_is_communal = false", "unknown configuration key `eae_is_communal`"),
    ('id = "H_STANDORT"', 'id = "H_ZOE"', "station H_ZOE: this id exists already"),
    ('id = "H_BB"\nrecipient = "bb"', 'id = "H_BB"\nrecipient = "bbb"', "`bbb` is not a known recipient"),
    ('id = "H_IQ"\nrecipient = "iq"\nname', 'id = "H_IQ"\nrecipient = "iq"\nnames', "unknown key `names`"),
    ('id = "H2"\nwhen = "', 'id = "H1"\nwhen = "', "rule H1: this id exists already"),
    ('id = "H3"\nwhen = "', 'id = "H3"\nwhen = "status_group = 1 and ', "rule H3: `when`"),
    ('id = "H4"\nwhen = "', 'id = "H4"\nwhen = "statusgroup == 1 and ', "unknown id `statusgroup`"),
    ('id = "H5"\nwhen = "', 'id = "H5"\nwhen = "legal_circle == \'sgb2x\' and ', "never has the code 'sgb2x'"),
    ('id = "H6"\nwhen = "', "id = \"H6\"\nwhen = \"gender == 'm' and gender == 'f' and ", "rule H6: no answers ever"),
    ('id = "H7"\nwhen = "', 'id = "H7"\nwhen = "cfg(\'pension_aeg\') and ', "unknown configuration key"),
    ('id = "H8"\nwhen = "', 'id = "H8"\nwhen = "nat_in(\'rich\') and ', "unknown list 'rich'"),
    ('kind = "REJECT"\nstations = ["H_KOMMUNE"]', 'kind = "REJECTED"\nstations = ["H_KOMMUNE"]', "rule H9: `kind`"),
    ('id = "h_ik"\nname', 'id = "h_agh"\nname', "offer h_agh: this id exists already"),
    ('kind = "language"', 'kind = "languages"', "offer h_agh: `kind`"),
    ('steps = ["2", "4", "S"]', 'steps = ["2", "4", "T"]', "offer h_kompas: unknown step `T`"),
    ('id = "h_p17"\nname = {', 'id = "h_p17"\nname = { nl = "x",', "offer h_p17: `name`"),
    ('kind = "skills"\nsteps = ["4"]', 'kind = "skills"\nsteps = []', "offer h_pilot: `steps`"),
    (
        "and course_open == 'no' and school_duty == 'no'",
        "and course_open == 'no' and course_open == 'yes'",
        "offer h_land: no answers ever",
    ),
    ('ends = "2020-12-31"', 'ends = "2020-31-12"', "offer h_fim: `ends` has to be a day"),
    (
        "hannover_group in ('G2_near_market','G3_long_term') and literate",
        "hannover_group in ('G2','G3_long_term') and literate",
        "never has the code 'G2'",
    ),
    (
        'when = "age < 25 and age >= 16 and literate',
        'when = "age < 25 and age > 30 and literate',
        "offer h_perjuf: no answers ever",
    ),
    ('code = "aa"\nstations = ["H_AA"]', 'code = "aa"\nstations = ["H_AB"]', "recipient aa: unknown station `H_AB`"),
    ('code = "bb"', 'code = "aa"', "recipient aa: this id exists already"),
    ('code = "soz"\nstations = ["H_KOMMUNE"]', 'code = "soz"\nstations = ["H_P17"]', "H_P17 has another recipient"),
    ('code = "iq"', 'code = "iqx"', "unknown recipient `iqx`"),
    ('base = "decision_date"', 'base = "decision_day"', "deadline handover_2"),
    ('id = "review"', 'id = "permit_expiry"', "deadline permit_expiry: this id exists already"),
    ('add = "P5Y"', 'add = "5 years"', "deadline chain_end: `add` is no period"),
    ('offer = "h_mag"', 'offer = "h_magd"', "unknown offer `h_magd`"),
    (
        'Trial employment ends at the latest" }\nbase = "measures.from"',
        'Trial employment ends at the latest" }\nbase = "measures.state"',
        "deadline h_probe_end: `measures.state` is no date",
    ),
    (
        'by = ["measures.offer", "month(measures.from)"]',
        'by = ["measures.colour"]',
        "unknown dimension `measures.colour`",
    ),
    ('by = ["month(admission_date)"]', 'by = ["month(gender)"]', "figure h_people"),
    ('by = ["hannover_group"]', 'by = ["wellbeing_signpost"]', "figure h_groups"),
    ('count = "person"\nby = ["stage"]', 'count = "persons"\nby = ["stage"]', "figure h_stage: `persons`"),
    ('role = { de = "Antrag und Verfahren"', 'rolle = { de = "Antrag und Verfahren"', "unknown key `rolle`"),
    (
        'agency = { de = "Kommune", en = "Municipality" }',
        'agency = { de = "Kommune" }',
        "needs the texts `de` and `en`",
    ),
    ('partners_source = "B:21-104"', "partners_source = 21", "`partners_source` has to be a text"),
)


def broken() -> tuple[str, list[tuple[int, str]]]:
    """The text of the profile, and line and words of each mistake in it."""
    text = built_in_text("hannover")
    lines = []
    for old, new, words in SLIPS:
        assert old in text, old
        same = next(n for n in range(len(new)) if old[n : n + 1] != new[n])
        lines.append((text[: text.index(old) + same].count("\n") + 1, words))
        text = text.replace(old, new, 1)
    return text, lines


def test_forty_mistakes_in_one_profile_are_all_named_with_their_lines(run: Run, tmp_path: Path) -> None:
    text, planted = broken()
    assert len(planted) == 40
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / NAME).write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    said = run("check", "--settings", tmp_path / "settings.toml")
    lines = said.out.splitlines() + said.err.splitlines()
    missed = [
        (line, words)
        for line, words in planted
        if not any(f"{NAME}:{line}: " in each and words in each for each in lines)
    ]
    assert missed == [], "\n".join(each for each in lines if NAME in each)
