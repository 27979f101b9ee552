"""Roles, the life of a handover, two statements, additions to a closed interview, restricted cases, more indexes."""

from __future__ import annotations

import secrets

from alembic import op

from intake.store.handovers.receipt_code import new_code

revision = "0003"
down_revision = "0002"

EVERYTHING, DESK = '["clerk","coordinator","administrator"]', '["clerk"]'
"""Who was a coordinator could do everything there was."""
STAFF = (
    """CREATE TABLE new_staff (
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      roles TEXT NOT NULL,
      added_at TEXT NOT NULL,
      left_at TEXT,
      PRIMARY KEY (id),
      CONSTRAINT staff_roles CHECK (json_type(roles) = 'array' AND roles <> '[]')
    ) STRICT""",
    f"""INSERT INTO new_staff (id, name, roles, added_at, left_at)
    SELECT id, name, CASE role WHEN 'coordinator' THEN '{EVERYTHING}' ELSE '{DESK}' END, added_at, left_at
    FROM staff ORDER BY rowid""",
    "DROP TABLE staff",
    "ALTER TABLE new_staff RENAME TO staff",
)

CASES = (
    """ALTER TABLE case_file ADD COLUMN handed_by TEXT REFERENCES staff (id)
      CONSTRAINT case_file_handed_to_a_holder CHECK (handed_by IS NULL OR holder IS NOT NULL)""",
    """ALTER TABLE case_file ADD COLUMN closed_at TEXT CONSTRAINT case_file_closed_at
      CHECK (closed_at IS NULL OR closed_at GLOB '????-??-??T??:??:??.??????Z')""",
    """ALTER TABLE case_file ADD COLUMN restricted TEXT CONSTRAINT case_file_restricted
      CHECK (restricted IS NULL OR json_type(restricted) = 'text')""",
    "UPDATE case_file SET closed_at = last_activity WHERE status = 'closed'",
    "CREATE INDEX case_file_by_site ON case_file (site, status, last_activity)",
    "CREATE INDEX case_file_by_beginner ON case_file (created_by, status, last_activity)",
    "CREATE INDEX case_file_of_children ON case_file (status, last_activity) WHERE kind = 'child'",
    "CREATE INDEX due_date_by_deadline ON due_date (deadline, date, case_id)",
)

ANSWERS = (
    "ALTER TABLE answer_event ADD COLUMN addition TEXT",
    """CREATE TABLE two_statements (
      case_id TEXT NOT NULL,
      question TEXT NOT NULL,
      entry TEXT NOT NULL,
      field TEXT NOT NULL,
      kept TEXT NOT NULL,
      other TEXT NOT NULL,
      at TEXT NOT NULL,
      settled TEXT,
      PRIMARY KEY (kept),
      CONSTRAINT two_statements_differ CHECK (kept <> other),
      CONSTRAINT two_statements_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
      FOREIGN KEY (case_id) REFERENCES case_file (id)
    ) STRICT""",
    "CREATE INDEX two_statements_by_case ON two_statements (case_id, question)",
    """CREATE TRIGGER answer_event_not_after_closing BEFORE INSERT ON answer_event
    WHEN NEW.addition IS NULL AND (SELECT status FROM case_file WHERE case_file.id = NEW.case_id) = 'closed' BEGIN
      SELECT RAISE(ABORT, 'the interview is closed');
    END""",
    """CREATE TRIGGER answer_event_not_while_restricted BEFORE INSERT ON answer_event
    WHEN (SELECT restricted FROM case_file WHERE case_file.id = NEW.case_id) IS NOT NULL BEGIN
      SELECT RAISE(ABORT, 'the case is restricted');
    END""",
)

OLD = "id, case_id, recipient, office, version, created_at, created_by, sha256, status, basis, exported_at"
NEW_TABLE = """CREATE TABLE new_record (
      id TEXT NOT NULL,
      case_id TEXT NOT NULL,
      recipient TEXT NOT NULL,
      office TEXT NOT NULL,
      version INTEGER NOT NULL,
      code TEXT NOT NULL,
      created_at TEXT NOT NULL,
      created_by TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      status TEXT NOT NULL,
      basis TEXT NOT NULL,
      reason TEXT NOT NULL,
      packages TEXT NOT NULL,
      included TEXT NOT NULL,
      exported_at TEXT,
      confirm_by TEXT,
      PRIMARY KEY (id),
      CONSTRAINT handover_record_version_is_unique UNIQUE (case_id, recipient, office, version),
      CONSTRAINT handover_record_code_is_unique UNIQUE (code),
      CONSTRAINT handover_record_version CHECK (version >= 1),
      CONSTRAINT handover_record_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
      CONSTRAINT handover_record_status
        CHECK (status IN ('draft', 'exported', 'handed_over', 'confirmed', 'returned', 'withdrawn')),
      CONSTRAINT handover_record_exported_at CHECK ((exported_at IS NOT NULL) = (status <> 'draft')),
      CONSTRAINT handover_record_without_consent CHECK ((basis = '""') = (reason = '""')),
      CONSTRAINT handover_record_packages CHECK (json_type(packages) = 'array'),
      CONSTRAINT handover_record_included CHECK (json_type(included) = 'array'),
      CONSTRAINT handover_record_confirm_by CHECK (confirm_by IS NULL OR confirm_by GLOB '????-??-??'),
      FOREIGN KEY (case_id) REFERENCES case_file (id),
      FOREIGN KEY (created_by) REFERENCES staff (id)
    ) STRICT"""
RECORDS = (
    "DROP TABLE handover_record",
    "ALTER TABLE new_record RENAME TO handover_record",
    """CREATE INDEX handover_record_to_confirm ON handover_record (confirm_by, case_id)
    WHERE status IN ('exported', 'handed_over')""",
    "CREATE INDEX handover_record_to_tell ON handover_record (case_id, id) WHERE status = 'withdrawn'",
    """CREATE TABLE handover_step (
      id TEXT NOT NULL,
      record_id TEXT NOT NULL,
      case_id TEXT NOT NULL,
      step TEXT NOT NULL,
      day TEXT NOT NULL,
      person TEXT NOT NULL,
      way TEXT NOT NULL,
      note TEXT NOT NULL,
      actor TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT handover_step_step
        CHECK (step IN ('exported', 'handed_over', 'confirmed', 'returned', 'withdrawn', 'told')),
      CONSTRAINT handover_step_day CHECK (day GLOB '????-??-??'),
      CONSTRAINT handover_step_way CHECK (way = '' OR (way GLOB '[a-z]*' AND way NOT GLOB '*[^a-z0-9_]*')),
      CONSTRAINT handover_step_return_has_its_reason CHECK (step <> 'returned' OR note <> '""'),
      CONSTRAINT handover_step_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
      FOREIGN KEY (record_id) REFERENCES handover_record (id),
      FOREIGN KEY (case_id) REFERENCES case_file (id),
      FOREIGN KEY (actor) REFERENCES staff (id)
    ) STRICT""",
    "CREATE INDEX handover_step_by_case ON handover_step (case_id, at)",
    """CREATE TRIGGER handover_record_not_while_restricted BEFORE INSERT ON handover_record
    WHEN (SELECT restricted FROM case_file WHERE case_file.id = NEW.case_id) IS NOT NULL BEGIN
      SELECT RAISE(ABORT, 'the case is restricted');
    END""",
    """CREATE TRIGGER handover_step_is_never_changed BEFORE UPDATE ON handover_step BEGIN
      SELECT RAISE(ABORT, 'handover_step is append-only');
    END""",
    """CREATE TRIGGER handover_step_leaves_with_its_case BEFORE DELETE ON handover_step
    WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
      SELECT RAISE(ABORT, 'handover_step is append-only');
    END""",
)
NO_REASON, NOT_SAID = '""', '"–"'


def upgrade() -> None:
    for statement in (*STAFF, *CASES, *ANSWERS, NEW_TABLE):
        op.execute(statement)
    _carry_records()
    for statement in RECORDS:
        op.execute(statement)


def _carry_records() -> None:
    """Each record gets the code of its receipt; one without consent had a basis and no reason so far."""
    connection = op.get_bind()
    for row in connection.exec_driver_sql(f"SELECT {OLD} FROM handover_record ORDER BY rowid").mappings().all():
        reason = NO_REASON if row["basis"] == NO_REASON else NOT_SAID
        given = {**row, "code": new_code(secrets.token_bytes), "reason": reason, "packages": "[]", "included": "[]"}
        names = ", ".join(given)
        connection.exec_driver_sql(
            f"INSERT INTO new_record ({names}) VALUES ({', '.join('?' * len(given))})", tuple(given.values())
        )
