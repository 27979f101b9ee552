"""Kinds of events that are of the program, not of a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from intake.languages.messages import N_
from intake.store.kept.happened import ADDITION, CONSENT_CHANGED, REOPENED
from intake.store.restricting import LIFTED

OWN_KINDS: Final[Mapping[str, str]] = {
    ADDITION: N_("Addition"),
    CONSENT_CHANGED: N_("Consents changed"),
    REOPENED: N_("Interview opened again"),
    LIFTED: N_("Restriction lifted"),
}
"""Their message ids."""
