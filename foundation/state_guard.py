"""The database's own guard of a door: no change of state that the table does not know, none without a new version,
none without its line in the course.

`guard` is a migration operation; a later migration that adds a move calls it again with all moves. Tests compare what
the database holds with the tables.
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
        RAISE EXCEPTION '{name}_state_changes_with_its_version: %', NEW.{called} USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_{name}_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM {table}event WHERE {name}_id = NEW.id AND version = NEW.version) THEN
        RAISE EXCEPTION '{name}_state_changes_with_an_event: %', NEW.{called} USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {table}_moves BEFORE UPDATE OF state ON {table}
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_{name}_state();
DROP TRIGGER IF EXISTS {table}_tells ON {table};
CREATE CONSTRAINT TRIGGER {table}_tells AFTER UPDATE OF state ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_{name}_event();
"""
_UNDO = """
DROP TRIGGER IF EXISTS {table}_moves ON {table};
DROP TRIGGER IF EXISTS {table}_tells ON {table};
"""


def guard(app: str, name: str, moves: Iterable[tuple[str, str]], *, called: str) -> RunSQL:
    """From now on the rows of this model make these moves, (from, to), and no others; a refusal names the row by its
    column `called`. The course is the table `APP_NAMEevent`."""
    listed = ", ".join(f"'{source} {target}'" for source, target in sorted(moves))
    facts = {"name": name, "table": f"{app}_{name}", "called": called}
    return RunSQL(_GUARD.format(moves=listed, **facts), _UNDO.format(**facts))
