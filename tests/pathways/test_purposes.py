"""The purpose of a transfer stands on the release that the person signs and on the record: it has to be one."""

from __future__ import annotations

from intake.pathways.content import load_content


def test_no_purpose_is_a_condition() -> None:
    for site in load_content().sites:
        for recipient in site.recipients:
            assert "Einwilligung" not in recipient.purpose.de, (site.id, recipient.code)
            assert not recipient.purpose.de.startswith("nur "), (site.id, recipient.code)
            assert not recipient.purpose.en.startswith("only "), (site.id, recipient.code)
