"""The store itself, and who works with it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from intake.store.columns import Number, RolesText, UtcText, WordText
from intake.store.tables.constraints import STRICT, check


class StoreInfo(SQLModel, table=True):
    __tablename__ = "store_info"
    __table_args__ = (
        check("store_info_is_one_row", "id = 1"),
        STRICT,
    )
    id: int = Field(primary_key=True, sa_type=Number)
    store_id: str = Field(sa_type=WordText)
    schema_version: int = Field(sa_type=Number)
    created_at: datetime = Field(sa_type=UtcText)


class Staff(SQLModel, table=True):
    __tablename__ = "staff"
    __table_args__ = (check("staff_roles", "json_type(roles) = 'array' AND roles <> '[]'"), STRICT)
    id: str = Field(primary_key=True, sa_type=WordText)
    name: str = Field(sa_type=WordText)
    roles: tuple[str, ...] = Field(sa_type=RolesText)
    added_at: datetime = Field(sa_type=UtcText)
    left_at: datetime | None = Field(default=None, sa_type=UtcText)
