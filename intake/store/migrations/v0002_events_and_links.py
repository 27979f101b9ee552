"""What happened in a case, cases of parent and child, lines that are changed or reopened, and programs that hold."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

CASES = (
    """ALTER TABLE case_file ADD COLUMN program TEXT
      CONSTRAINT case_file_program_of_a_holder CHECK (program IS NULL OR holder IS NOT NULL)""",
    "CREATE INDEX case_file_by_person ON case_file (holder, created_by, status)",
    """CREATE TABLE case_link (
      child_id TEXT NOT NULL,
      parent_id TEXT NOT NULL,
      entry TEXT NOT NULL,
      actor TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (child_id),
      CONSTRAINT case_link_joins_two_cases CHECK (child_id <> parent_id),
      CONSTRAINT case_link_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
      FOREIGN KEY (child_id) REFERENCES case_file (id),
      FOREIGN KEY (parent_id) REFERENCES case_file (id),
      FOREIGN KEY (actor) REFERENCES staff (id)
    ) STRICT""",
    "CREATE INDEX case_link_by_parent ON case_link (parent_id, at)",
)

COLUMNS = "id, case_id, line_kind, line, decision, reason, text, actor, at"
DECISIONS = (
    """CREATE TABLE new_decision (
      id TEXT NOT NULL,
      case_id TEXT NOT NULL,
      line_kind TEXT NOT NULL,
      line TEXT NOT NULL,
      decision TEXT NOT NULL,
      reason TEXT NOT NULL,
      text TEXT NOT NULL,
      actor TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT staff_decision_decision
        CHECK (decision IN ('accepted', 'overridden', 'own_line', 'changed', 'reopened')),
      CONSTRAINT staff_decision_has_its_reason CHECK (decision NOT IN ('overridden', 'changed') OR reason <> '""'),
      CONSTRAINT staff_decision_has_its_words CHECK ((decision IN ('own_line', 'changed')) = (text <> '""')),
      CONSTRAINT staff_decision_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
      FOREIGN KEY (case_id) REFERENCES case_file (id),
      FOREIGN KEY (actor) REFERENCES staff (id)
    ) STRICT""",
    f"INSERT INTO new_decision ({COLUMNS}) SELECT {COLUMNS} FROM staff_decision ORDER BY rowid",
    "DROP TABLE staff_decision",  # its triggers and its index go with it
    "ALTER TABLE new_decision RENAME TO staff_decision",
    "CREATE INDEX staff_decision_by_case ON staff_decision (case_id, at)",
    """CREATE TRIGGER staff_decision_is_never_changed BEFORE UPDATE ON staff_decision BEGIN
      SELECT RAISE(ABORT, 'staff_decision is append-only');
    END""",
    """CREATE TRIGGER staff_decision_leaves_with_its_case BEFORE DELETE ON staff_decision
    WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
      SELECT RAISE(ABORT, 'staff_decision is append-only');
    END""",
)

EVENTS = (
    """CREATE TABLE case_event (
      id TEXT NOT NULL,
      case_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      date TEXT NOT NULL,
      entry TEXT NOT NULL,
      note TEXT NOT NULL,
      replaces TEXT,
      actor TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT case_event_kind CHECK (kind GLOB '[a-z]*' AND kind NOT GLOB '*[^a-z0-9_]*'),
      CONSTRAINT case_event_date CHECK (date GLOB '"????"' OR date GLOB '"????-??"' OR date GLOB '"????-??-??"'),
      CONSTRAINT case_event_withdraws_another CHECK (kind <> 'withdrawn' OR replaces IS NOT NULL),
      CONSTRAINT case_event_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
      FOREIGN KEY (case_id) REFERENCES case_file (id),
      FOREIGN KEY (actor) REFERENCES staff (id)
    ) STRICT""",
    "CREATE INDEX case_event_by_case ON case_event (case_id, at)",
    """CREATE TRIGGER case_event_is_never_changed BEFORE UPDATE ON case_event BEGIN
      SELECT RAISE(ABORT, 'case_event is append-only');
    END""",
    """CREATE TRIGGER case_event_leaves_with_its_case BEFORE DELETE ON case_event
    WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
      SELECT RAISE(ABORT, 'case_event is append-only');
    END""",
    """CREATE TRIGGER case_event_replaces_within_its_case BEFORE INSERT ON case_event
    WHEN NEW.replaces IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM case_event AS other WHERE other.id = NEW.replaces AND other.case_id = NEW.case_id
    ) BEGIN
      SELECT RAISE(ABORT, 'case_event.replaces names an event of its case');
    END""",
)


def upgrade() -> None:
    for statement in (*CASES, *DECISIONS, *EVENTS):
        op.execute(statement)
