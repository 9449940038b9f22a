"""The database's own guard of the one door: no change of state that the table does not know, none without a new
version, none without its line in the course.

`guard` is a migration operation; a later migration that adds a move calls it again with all moves. A test compares
what the database holds with the table.
"""

from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

_MOVE = """
CREATE OR REPLACE FUNCTION guard_case_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || ' ' || NEW.state) = ANY (ARRAY[{moves}]) THEN
        RAISE EXCEPTION 'case_moves_by_the_table: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'case_state_changes_with_its_version: %', NEW.case_no USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
_EVENT = """
CREATE OR REPLACE FUNCTION guard_case_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_caseevent WHERE case_id = NEW.id AND version = NEW.version) THEN
        RAISE EXCEPTION 'case_state_changes_with_an_event: %', NEW.case_no USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_TRIGGERS = """
CREATE OR REPLACE TRIGGER cases_case_moves BEFORE UPDATE OF state ON cases_case
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_case_state();
DROP TRIGGER IF EXISTS cases_case_tells ON cases_case;
CREATE CONSTRAINT TRIGGER cases_case_tells AFTER UPDATE OF state ON cases_case DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_case_event();
"""
_UNDO = """
DROP TRIGGER IF EXISTS cases_case_moves ON cases_case;
DROP TRIGGER IF EXISTS cases_case_tells ON cases_case;
"""


def guard(moves: Iterable[tuple[str, str]]) -> RunSQL:
    """A migration operation: from now on these moves, (from, to), and no others."""
    listed = ", ".join(f"'{source} {target}'" for source, target in sorted(moves))
    return RunSQL(_MOVE.format(moves=listed) + _EVENT + _TRIGGERS, _UNDO)
