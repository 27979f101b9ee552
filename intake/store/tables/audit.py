"""What was done by whom, and which cases are gone: both outlast the case."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from intake.store.columns import HashBytes, Number, UtcText, WordText, one_of
from intake.store.kept.audit import Action
from intake.store.kept.cases import ErasureReason
from intake.store.tables.constraints import STRICT, check

ActionText = one_of(Action)
ErasureReasonText = one_of(ErasureReason)


class AuditEvent(SQLModel, table=True):
    __tablename__ = "audit_event"
    __table_args__ = (check("audit_event_mac", "length(mac) = 32"), STRICT)
    seq: int = Field(primary_key=True, sa_type=Number)
    at: datetime = Field(sa_type=UtcText)
    actor: str = Field(sa_type=WordText)
    action: str = Field(sa_type=ActionText)
    case_id: str = Field(sa_type=WordText)
    subject: str = Field(sa_type=WordText)
    mac: bytes = Field(sa_type=HashBytes)


class Erasure(SQLModel, table=True):
    __tablename__ = "erasure"
    __table_args__ = (check("erasure_reason", "reason IN ('person_asked', 'retention', 'mistake')"), STRICT)
    case_id: str = Field(primary_key=True, sa_type=WordText)
    reason: str = Field(sa_type=ErasureReasonText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)
