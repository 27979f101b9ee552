"""What the tables have in common: strict types, times as text, constraints with a name."""

from sqlalchemy import CheckConstraint

STRICT = {"sqlite_strict": True}
AT = "at GLOB '????-??-??T??:??:??.??????Z'"


def check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)
