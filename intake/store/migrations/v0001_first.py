"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STATES = "state IN ('answered', 'unknown', 'declined', 'ask_later', 'not_asked')"
SOURCES = "source IN ('said', 'document', 'observed', 'estimated', 'third_party')"
CHANGES = "change IN ('answer_given', 'entry_added', 'field_given', 'entry_moved', 'entry_removed')"
MARKS = "(state IS NULL) = (source IS NULL AND note IS NULL AND recheck IS NULL AND reason IS NULL)"
VALUE_WHERE_ANSWERED = "(value IS NOT NULL) = (state IS 'answered')"
FORM_WHERE_VALUE = "(form IS NULL) = (value IS NULL)"
IS_JSON = "value IS NULL OR json_valid(value)"
IS_ENTRY = "(entry <> '' AND field = '')"
TIME = "GLOB '????-??-??T??:??:??.??????Z'"
ANSWER = "state? form? value? source? note? recheck:int? reason? position:int?"

TRIGGERS = (
    """CREATE TRIGGER answer_event_is_never_changed BEFORE UPDATE ON answer_event BEGIN
      SELECT RAISE(ABORT, 'answer_event is append-only');
    END""",
    """CREATE TRIGGER answer_event_leaves_with_its_case BEFORE DELETE ON answer_event
    WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
      SELECT RAISE(ABORT, 'answer_event is append-only');
    END""",
    """CREATE TRIGGER answer_event_has_no_gaps BEFORE INSERT ON answer_event
    WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM answer_event WHERE answer_event.case_id = NEW.case_id) BEGIN
      SELECT RAISE(ABORT, 'answer_event.seq has no gaps');
    END""",
    """CREATE TRIGGER answer_event_not_after_erasure BEFORE INSERT ON answer_event
    WHEN EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = NEW.case_id) BEGIN
      SELECT RAISE(ABORT, 'the case was erased');
    END""",
    """CREATE TRIGGER staff_decision_is_never_changed BEFORE UPDATE ON staff_decision BEGIN
      SELECT RAISE(ABORT, 'staff_decision is append-only');
    END""",
    """CREATE TRIGGER staff_decision_leaves_with_its_case BEFORE DELETE ON staff_decision
    WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
      SELECT RAISE(ABORT, 'staff_decision is append-only');
    END""",
    """CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event BEGIN
      SELECT RAISE(ABORT, 'audit_event is append-only');
    END""",
    """CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event BEGIN
      SELECT RAISE(ABORT, 'audit_event is append-only');
    END""",
    """CREATE TRIGGER audit_event_has_no_gaps BEFORE INSERT ON audit_event
    WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM audit_event) BEGIN
      SELECT RAISE(ABORT, 'audit_event.seq has no gaps');
    END""",
    """CREATE TRIGGER erasure_is_never_taken_back BEFORE DELETE ON erasure BEGIN
      SELECT RAISE(ABORT, 'erasure is append-only');
    END""",
)


def upgrade() -> None:
    _store_and_staff()
    _cases()
    _answers()
    _around_a_case()
    _outcome()
    _audit()
    for trigger in TRIGGERS:
        op.execute(trigger)


def _table(name: str, columns: str, key: str, refers: str = "", **checks: str) -> None:
    """`columns` and `key` are names with blanks between: `name` is TEXT NOT NULL, `name:int` INTEGER, `?` may be NULL.

    `refers` holds `column>table`. Checks are named `<table>_<keyword>`; one with
    `_is_unique` lists its columns.
    """
    parts: list[sa.schema.SchemaItem] = [_column(column) for column in columns.split()]
    parts.append(sa.PrimaryKeyConstraint(*key.split()))
    for reference in refers.split():
        column, _, table = reference.partition(">")
        parts.append(sa.ForeignKeyConstraint([column], [f"{table}.id"]))
    parts += [
        sa.UniqueConstraint(*text.split(), name=f"{name}_{check}")
        if check.endswith("_is_unique")
        else sa.CheckConstraint(text, name=f"{name}_{check}")
        for check, text in checks.items()
    ]
    op.create_table(name, *parts, sqlite_strict=True)


def _column(text: str) -> sa.Column[str] | sa.Column[int] | sa.Column[bytes]:
    name, _, kind = text.removesuffix("?").partition(":")
    nullable = text.endswith("?")
    match kind:
        case "int":
            return sa.Column(name, sa.Integer(), nullable=nullable, autoincrement=False)
        case "bytes":
            return sa.Column(name, sa.LargeBinary(), nullable=nullable)
        case _:
            return sa.Column(name, sa.Text(), nullable=nullable)


def _store_and_staff() -> None:
    _table("store_info", "id:int store_id schema_version:int created_at", "id", is_one_row="id = 1")
    _table("staff", "id name role added_at left_at?", "id", role="role IN ('desk', 'coordinator')")


def _cases() -> None:
    _table(
        "case_file",
        "id code kind site questionnaire created_at created_by status holder? at_question at_entry at_field run "
        "languages law? last_activity",
        "id",
        "created_by>staff holder>staff",
        code_is_unique="code",
        status="status IN ('open', 'closed')",
        run="run IN ('core', 'full')",
        languages="json_type(languages) = 'array'",
        last_activity=f"last_activity {TIME}",
    )
    op.create_index("case_file_by_activity", "case_file", ["last_activity"])
    op.create_index("case_file_by_status", "case_file", ["status", "last_activity"])
    op.create_index(
        "case_file_by_holder", "case_file", ["holder", "last_activity"], sqlite_where=sa.text("holder IS NOT NULL")
    )
    _table("case_name", "token case_id", "token case_id", "case_id>case_file")
    op.create_index("case_name_by_case", "case_name", ["case_id"])


def _answers() -> None:
    _table(
        "answer_event",
        f"id case_id seq:int question entry field change {ANSWER} actor at",
        "id",
        "case_id>case_file actor>staff",
        seq_is_unique="case_id seq",
        change=CHANGES,
        state=STATES,
        source=SOURCES,
        recheck="recheck IN (0, 1)",
        value=IS_JSON,
        holds_an_answer="(state IS NOT NULL) = (change IN ('answer_given', 'field_given'))",
        marks=MARKS,
        value_where_answered=VALUE_WHERE_ANSWERED,
        form_where_value=FORM_WHERE_VALUE,
        names_its_entry="(entry = '') = (change = 'answer_given')",
        names_its_field="(field <> '') = (change = 'field_given')",
        position="(position IS NOT NULL) = (change = 'entry_moved')",
        at=f"at {TIME}",
    )
    _table(
        "answer",
        f"case_id question entry field {ANSWER}",
        "case_id question entry field",
        "case_id>case_file",
        state=STATES,
        source=SOURCES,
        recheck="recheck IN (0, 1)",
        value=IS_JSON,
        marks=MARKS,
        value_where_answered=VALUE_WHERE_ANSWERED,
        form_where_value=FORM_WHERE_VALUE,
        field_needs_entry="field = '' OR entry <> ''",
        entry_has_position=f"(position IS NOT NULL) = {IS_ENTRY}",
        entry_has_no_state=f"(state IS NULL) = {IS_ENTRY}",
    )


def _around_a_case() -> None:
    _table(
        "journal",
        "case_id question entry field text cursor:int at",
        "case_id question entry field",
        "case_id>case_file",
        cursor="cursor >= 0",
    )
    _table(
        "due_date",
        "case_id deadline date approximate:int",
        "case_id deadline",
        "case_id>case_file",
        date="date GLOB '????-??-??'",
        approximate="approximate IN (0, 1)",
    )
    op.create_index("due_date_by_date", "due_date", ["date", "case_id"])


def _outcome() -> None:
    _table(
        "staff_decision",
        "id case_id line_kind line decision reason text actor at",
        "id",
        "case_id>case_file actor>staff",
        decision="decision IN ('accepted', 'overridden', 'own_line')",
        override_has_reason="decision <> 'overridden' OR reason <> '\"\"'",
        own_line_has_words="(decision = 'own_line') = (text <> '\"\"')",
        at=f"at {TIME}",
    )
    op.create_index("staff_decision_by_case", "staff_decision", ["case_id", "at"])
    _table(
        "handover_record",
        "id case_id recipient office version:int created_at created_by sha256 status basis exported_at?",
        "id",
        "case_id>case_file created_by>staff",
        version_is_unique="case_id recipient office version",
        version="version >= 1",
        sha256="length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'",
        status="status IN ('draft', 'exported')",
        exported_at="(exported_at IS NOT NULL) = (status = 'exported')",
    )


def _audit() -> None:
    _table("audit_event", "seq:int at actor action case_id subject mac:bytes", "seq", mac="length(mac) = 32")
    _table(
        "erasure",
        "case_id reason actor at",
        "case_id",
        "actor>staff",
        reason="reason IN ('person_asked', 'retention', 'mistake')",
    )
