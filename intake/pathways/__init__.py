"""Where the person goes next, from profiles and law sets that are data. Pure: no clock, no language."""
