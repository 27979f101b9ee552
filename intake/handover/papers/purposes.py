"""What a permission is given for, as the person reads it. Source: interview.md 4.3.

The purpose is stored as text. Where it is that of the site profile, the catalogs know it; what staff typed has German
words only, and its paper says so.
"""

from __future__ import annotations

from dataclasses import replace

from intake.handover.papers.paper import Both, Lack
from intake.handover.papers.tongues import Tongues
from intake.pathways.sites import SiteProfile


def is_usual(stored: str, recipient: str, site: SiteProfile) -> bool:
    """Whether a stored purpose is the one that the site has for this recipient, in German or in English."""
    profile = site.recipient(recipient)
    return profile is not None and stored.strip() in (profile.purpose.de, profile.purpose.en)


def purpose_text(stored: str, recipient: str, site: SiteProfile, tongues: Tongues) -> Both:
    """The purpose of the profile in both languages, or what staff typed, marked as not translated."""
    profile = site.recipient(recipient)
    if profile is not None and is_usual(stored, recipient, site):
        return tongues.site(profile.purpose)
    typed = tongues.value(stored.strip())
    return replace(typed, lack=Lack.MISSING) if typed.person else typed
