-- The database in full. Everything is in one file that SQLCipher encrypts; nothing here is ever stored in clear.
--
-- Times are UTC, `2026-05-17T09:41:00.000000Z`, so they sort as text. Free text is a JSON string, so that every
-- character a terminal can send comes back as it was. Ids are UUIDv7. Columns have no defaults: the program says
-- every value. Rows that say what happened (answer_event, staff_decision, case_event, handover_step, audit_event) are never
-- changed, and leave only when their case is erased; the audit chain stays even then.

CREATE TABLE store_info (
  id INTEGER NOT NULL,
  store_id TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT store_info_is_one_row CHECK (id = 1)
) STRICT;

-- Who works here. `id` is the id of the key slot, `roles` a JSON list. Nobody is deleted: the history names them.
CREATE TABLE staff (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  added_at TEXT NOT NULL,
  left_at TEXT,
  PRIMARY KEY (id),
  CONSTRAINT staff_roles CHECK (json_type(roles) = 'array' AND roles <> '[]')
) STRICT;

-- `holder` has the interview open; `at_question`, `at_entry`, `at_field` say where it stands, empty before the first.
-- `law` is the day of a law set chosen by hand. `languages` is a JSON list of ISO 639-3 codes. `program` is the opaque id
-- of the running program in which the holder has it open, NULL where that is not known. `handed_by` is the colleague who
-- handed it to the holder, until the holder opens it. `restricted` is why the case may be read only, NULL where it is not.
CREATE TABLE case_file (
  id TEXT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  site TEXT NOT NULL,
  questionnaire TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT,
  at_question TEXT NOT NULL,
  at_entry TEXT NOT NULL,
  at_field TEXT NOT NULL,
  run TEXT NOT NULL,
  languages TEXT NOT NULL,
  law TEXT,
  last_activity TEXT NOT NULL,
  program TEXT,
  handed_by TEXT,
  closed_at TEXT,
  restricted TEXT,
  PRIMARY KEY (id),
  CONSTRAINT case_file_code_is_unique UNIQUE (code),
  CONSTRAINT case_file_status CHECK (status IN ('open', 'closed')),
  CONSTRAINT case_file_run CHECK (run IN ('core', 'full')),
  CONSTRAINT case_file_languages CHECK (json_type(languages) = 'array'),
  CONSTRAINT case_file_last_activity CHECK (last_activity GLOB '????-??-??T??:??:??.??????Z'),
  CONSTRAINT case_file_program_of_a_holder CHECK (program IS NULL OR holder IS NOT NULL),
  CONSTRAINT case_file_handed_to_a_holder CHECK (handed_by IS NULL OR holder IS NOT NULL),
  CONSTRAINT case_file_closed_at CHECK (closed_at IS NULL OR closed_at GLOB '????-??-??T??:??:??.??????Z'),
  CONSTRAINT case_file_restricted CHECK (restricted IS NULL OR json_type(restricted) = 'text'),
  FOREIGN KEY (created_by) REFERENCES staff (id),
  FOREIGN KEY (holder) REFERENCES staff (id),
  FOREIGN KEY (handed_by) REFERENCES staff (id)
) STRICT;
CREATE INDEX case_file_by_activity ON case_file (last_activity);
CREATE INDEX case_file_by_status ON case_file (status, last_activity);
CREATE INDEX case_file_by_holder ON case_file (holder, last_activity) WHERE holder IS NOT NULL;
CREATE INDEX case_file_by_person ON case_file (holder, created_by, status);
CREATE INDEX case_file_by_site ON case_file (site, status, last_activity);
CREATE INDEX case_file_by_beginner ON case_file (created_by, status, last_activity);
CREATE INDEX case_file_of_children ON case_file (status, last_activity) WHERE kind = 'child';

-- The short case of a child, begun from the case of the parent. `entry` is the entry of the child in the parent's
-- `household`, empty where there is none. Gone with either case.
CREATE TABLE case_link (
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
) STRICT;
CREATE INDEX case_link_by_parent ON case_link (parent_id, at);

-- Folded parts of the names of a case, for search. Kept in step with the answers they come from.
CREATE TABLE case_name (
  token TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (token, case_id),
  FOREIGN KEY (case_id) REFERENCES case_file (id)
) STRICT;
CREATE INDEX case_name_by_case ON case_name (case_id);

-- Every change of every answer, in order. `seq` has no gaps within a case. `form` is the kind that reads `value`
-- back, so no questionnaire is needed to read an old case. `addition` is the case_event that brings the change to a
-- closed interview, which takes no other.
CREATE TABLE answer_event (
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  question TEXT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  change TEXT NOT NULL,
  state TEXT,
  form TEXT,
  value TEXT,
  source TEXT,
  note TEXT,
  recheck INTEGER,
  reason TEXT,
  position INTEGER,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  addition TEXT,
  PRIMARY KEY (id),
  CONSTRAINT answer_event_seq_is_unique UNIQUE (case_id, seq),
  CONSTRAINT answer_event_change CHECK (change IN ('answer_given', 'entry_added', 'field_given', 'entry_moved', 'entry_removed')),
  CONSTRAINT answer_event_state CHECK (state IN ('answered', 'unknown', 'declined', 'ask_later', 'not_asked')),
  CONSTRAINT answer_event_source CHECK (source IN ('said', 'document', 'observed', 'estimated', 'third_party')),
  CONSTRAINT answer_event_recheck CHECK (recheck IN (0, 1)),
  CONSTRAINT answer_event_value CHECK (value IS NULL OR json_valid(value)),
  CONSTRAINT answer_event_holds_an_answer CHECK ((state IS NOT NULL) = (change IN ('answer_given', 'field_given'))),
  CONSTRAINT answer_event_marks CHECK ((state IS NULL) = (source IS NULL AND note IS NULL AND recheck IS NULL AND reason IS NULL)),
  CONSTRAINT answer_event_value_where_answered CHECK ((value IS NOT NULL) = (state IS 'answered')),
  CONSTRAINT answer_event_form_where_value CHECK ((form IS NULL) = (value IS NULL)),
  CONSTRAINT answer_event_names_its_entry CHECK ((entry = '') = (change = 'answer_given')),
  CONSTRAINT answer_event_names_its_field CHECK ((field <> '') = (change = 'field_given')),
  CONSTRAINT answer_event_position CHECK ((position IS NOT NULL) = (change = 'entry_moved')),
  CONSTRAINT answer_event_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
  FOREIGN KEY (case_id) REFERENCES case_file (id),
  FOREIGN KEY (actor) REFERENCES staff (id)
) STRICT;

-- What the events add up to. One row a question, entry and field; the row of an entry itself has no field and no
-- state but a position.
CREATE TABLE answer (
  case_id TEXT NOT NULL,
  question TEXT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  state TEXT,
  form TEXT,
  value TEXT,
  source TEXT,
  note TEXT,
  recheck INTEGER,
  reason TEXT,
  position INTEGER,
  PRIMARY KEY (case_id, question, entry, field),
  CONSTRAINT answer_state CHECK (state IN ('answered', 'unknown', 'declined', 'ask_later', 'not_asked')),
  CONSTRAINT answer_source CHECK (source IN ('said', 'document', 'observed', 'estimated', 'third_party')),
  CONSTRAINT answer_recheck CHECK (recheck IN (0, 1)),
  CONSTRAINT answer_value CHECK (value IS NULL OR json_valid(value)),
  CONSTRAINT answer_marks CHECK ((state IS NULL) = (source IS NULL AND note IS NULL AND recheck IS NULL AND reason IS NULL)),
  CONSTRAINT answer_value_where_answered CHECK ((value IS NOT NULL) = (state IS 'answered')),
  CONSTRAINT answer_form_where_value CHECK ((form IS NULL) = (value IS NULL)),
  CONSTRAINT answer_field_needs_entry CHECK (field = '' OR entry <> ''),
  CONSTRAINT answer_entry_has_position CHECK ((position IS NOT NULL) = (entry <> '' AND field = '')),
  CONSTRAINT answer_entry_has_no_state CHECK ((state IS NULL) = (entry <> '' AND field = '')),
  FOREIGN KEY (case_id) REFERENCES case_file (id)
) STRICT;

-- Two people answered the same without having seen the other's answer: `kept` is the event that stands meanwhile,
-- `other` the one before it, `settled` the event that settled it. All are answer events of the case.
CREATE TABLE two_statements (
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
) STRICT;
CREATE INDEX two_statements_by_case ON two_statements (case_id, question);

-- Text that is being typed and is no answer yet. Gone with the answer that follows.
CREATE TABLE journal (
  case_id TEXT NOT NULL,
  question TEXT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  text TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (case_id, question, entry, field),
  CONSTRAINT journal_cursor CHECK (cursor >= 0),
  FOREIGN KEY (case_id) REFERENCES case_file (id)
) STRICT;

-- Written with the answer that moves the date, so that the desk needs no assessment to say what is due today.
CREATE TABLE due_date (
  case_id TEXT NOT NULL,
  deadline TEXT NOT NULL,
  date TEXT NOT NULL,
  approximate INTEGER NOT NULL,
  PRIMARY KEY (case_id, deadline),
  CONSTRAINT due_date_date CHECK (date GLOB '????-??-??'),
  CONSTRAINT due_date_approximate CHECK (approximate IN (0, 1)),
  FOREIGN KEY (case_id) REFERENCES case_file (id)
) STRICT;
CREATE INDEX due_date_by_date ON due_date (date, case_id);
CREATE INDEX due_date_by_deadline ON due_date (deadline, date, case_id);

-- What staff did with a line of the proposal or with a derived value. A later row about the same line replaces an
-- earlier one; 'reopened' takes it back. `text` holds the words of an own line, or what it was changed to.
CREATE TABLE staff_decision (
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
  CONSTRAINT staff_decision_decision CHECK (decision IN ('accepted', 'overridden', 'own_line', 'changed', 'reopened')),
  CONSTRAINT staff_decision_has_its_reason CHECK (decision NOT IN ('overridden', 'changed') OR reason <> '""'),
  CONSTRAINT staff_decision_has_its_words CHECK ((decision IN ('own_line', 'changed')) = (text <> '""')),
  CONSTRAINT staff_decision_at CHECK (at GLOB '????-??-??T??:??:??.??????Z'),
  FOREIGN KEY (case_id) REFERENCES case_file (id),
  FOREIGN KEY (actor) REFERENCES staff (id)
) STRICT;
CREATE INDEX staff_decision_by_case ON staff_decision (case_id, at);

-- What happened in a case, and when: `date` is a partial date as in an answer. `entry` is the entry of the measure or
-- course it is about, empty where there is none. A row that `replaces` another stands in its place; one of the kind
-- 'withdrawn' takes it back, and its date is the day of that.
CREATE TABLE case_event (
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
) STRICT;
CREATE INDEX case_event_by_case ON case_event (case_id, at);

-- Which record was made for whom. No content and no path; the hash proves which JSON it was. `code` stands on the
-- receipt slip. `basis` and `reason` say why without consent, empty where a consent carries it; then `packages` says
-- what. `included` are the ids of the decisions and the questions whose words and notes went along. `confirm_by` is the
-- day by which the receiver should have confirmed. `status` is what the last step says.
CREATE TABLE handover_record (
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
) STRICT;
CREATE INDEX handover_record_to_confirm ON handover_record (confirm_by, case_id)
WHERE status IN ('exported', 'handed_over');
CREATE INDEX handover_record_to_tell ON handover_record (case_id, id) WHERE status = 'withdrawn';

-- What became of a record. `day` is when it happened, `at` when it was noted; `person` is whom it was given to or who
-- said it, `way` how, `note` the reason of a return. 'told' notes that the receiver knows of a withdrawal. 'withdrawn' of
-- a draft dismisses it; its record keeps the status 'draft', as it never left.
CREATE TABLE handover_step (
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
) STRICT;
CREATE INDEX handover_step_by_case ON handover_step (case_id, at);

-- Each entry carries a keyed BLAKE2b of itself and of the one before. Never any content. No reference to other
-- tables, as it outlasts them.
CREATE TABLE audit_event (
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  case_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  mac BLOB NOT NULL,
  PRIMARY KEY (seq),
  CONSTRAINT audit_event_mac CHECK (length(mac) = 32)
) STRICT;

-- Cases that were erased. A row here is what lets the rows of its case go.
CREATE TABLE erasure (
  case_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (case_id),
  CONSTRAINT erasure_reason CHECK (reason IN ('person_asked', 'retention', 'mistake')),
  FOREIGN KEY (actor) REFERENCES staff (id)
) STRICT;

CREATE TRIGGER answer_event_is_never_changed BEFORE UPDATE ON answer_event BEGIN
  SELECT RAISE(ABORT, 'answer_event is append-only');
END;
CREATE TRIGGER answer_event_leaves_with_its_case BEFORE DELETE ON answer_event
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
  SELECT RAISE(ABORT, 'answer_event is append-only');
END;
CREATE TRIGGER answer_event_has_no_gaps BEFORE INSERT ON answer_event
WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM answer_event WHERE answer_event.case_id = NEW.case_id) BEGIN
  SELECT RAISE(ABORT, 'answer_event.seq has no gaps');
END;
CREATE TRIGGER answer_event_not_after_erasure BEFORE INSERT ON answer_event
WHEN EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = NEW.case_id) BEGIN
  SELECT RAISE(ABORT, 'the case was erased');
END;
CREATE TRIGGER answer_event_not_after_closing BEFORE INSERT ON answer_event
WHEN NEW.addition IS NULL AND (SELECT status FROM case_file WHERE case_file.id = NEW.case_id) = 'closed' BEGIN
  SELECT RAISE(ABORT, 'the interview is closed');
END;
CREATE TRIGGER answer_event_not_while_restricted BEFORE INSERT ON answer_event
WHEN (SELECT restricted FROM case_file WHERE case_file.id = NEW.case_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'the case is restricted');
END;
CREATE TRIGGER staff_decision_is_never_changed BEFORE UPDATE ON staff_decision BEGIN
  SELECT RAISE(ABORT, 'staff_decision is append-only');
END;
CREATE TRIGGER staff_decision_leaves_with_its_case BEFORE DELETE ON staff_decision
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
  SELECT RAISE(ABORT, 'staff_decision is append-only');
END;
CREATE TRIGGER case_event_is_never_changed BEFORE UPDATE ON case_event BEGIN
  SELECT RAISE(ABORT, 'case_event is append-only');
END;
CREATE TRIGGER case_event_leaves_with_its_case BEFORE DELETE ON case_event
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
  SELECT RAISE(ABORT, 'case_event is append-only');
END;
CREATE TRIGGER case_event_replaces_within_its_case BEFORE INSERT ON case_event
WHEN NEW.replaces IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM case_event AS other WHERE other.id = NEW.replaces AND other.case_id = NEW.case_id
) BEGIN
  SELECT RAISE(ABORT, 'case_event.replaces names an event of its case');
END;
CREATE TRIGGER handover_record_not_while_restricted BEFORE INSERT ON handover_record
WHEN (SELECT restricted FROM case_file WHERE case_file.id = NEW.case_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'the case is restricted');
END;
CREATE TRIGGER handover_step_is_never_changed BEFORE UPDATE ON handover_step BEGIN
  SELECT RAISE(ABORT, 'handover_step is append-only');
END;
CREATE TRIGGER handover_step_leaves_with_its_case BEFORE DELETE ON handover_step
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.case_id = OLD.case_id) BEGIN
  SELECT RAISE(ABORT, 'handover_step is append-only');
END;
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'audit_event is append-only');
END;
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event BEGIN
  SELECT RAISE(ABORT, 'audit_event is append-only');
END;
CREATE TRIGGER audit_event_has_no_gaps BEFORE INSERT ON audit_event
WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM audit_event) BEGIN
  SELECT RAISE(ABORT, 'audit_event.seq has no gaps');
END;
CREATE TRIGGER erasure_is_never_taken_back BEFORE DELETE ON erasure BEGIN
  SELECT RAISE(ABORT, 'erasure is append-only');
END;
