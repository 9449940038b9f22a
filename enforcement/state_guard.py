"""The database's own guard of the door: no change of state that the table does not know, none without a new version,
none without its line in the course; the same for whistles and summonses.

`guard` is a migration operation; a later migration that adds a move calls it again with all moves. A test compares
what the database holds with the tables.
"""

from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

_GUARD = """
CREATE OR REPLACE FUNCTION guard_{name}_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || ' ' || NEW.state) = ANY (ARRAY[{moves}]) THEN
        RAISE EXCEPTION '{name}_moves_by_the_table: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION '{name}_state_changes_with_its_version: %', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_{name}_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM enforcement_{name}event WHERE {name}_id = NEW.id AND version = NEW.version) THEN
        RAISE EXCEPTION '{name}_state_changes_with_an_event: %', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER enforcement_{name}_moves BEFORE UPDATE OF state ON enforcement_{name}
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_{name}_state();
DROP TRIGGER IF EXISTS enforcement_{name}_tells ON enforcement_{name};
CREATE CONSTRAINT TRIGGER enforcement_{name}_tells AFTER UPDATE OF state ON enforcement_{name}
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_{name}_event();
"""
_UNDO = """
DROP TRIGGER IF EXISTS enforcement_{name}_moves ON enforcement_{name};
DROP TRIGGER IF EXISTS enforcement_{name}_tells ON enforcement_{name};
"""


def guard(name: str, moves: Iterable[tuple[str, str]]) -> RunSQL:
    """A migration operation: from now on `whistle` or `summons` makes these moves, (from, to), and no others."""
    listed = ", ".join(f"'{source} {target}'" for source, target in sorted(moves))
    return RunSQL(_GUARD.format(name=name, moves=listed), _UNDO.format(name=name))
