"""The database's own guards: a settlement moves by the table, a sealed run and a publication never change again.

Each function is a migration operation; a later migration that adds a move calls `guard_settlement` again with all
moves. Tests compare what the database holds with the table, and try to change a published figure.
"""

from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

_SETTLEMENT = """
CREATE OR REPLACE FUNCTION guard_settlement_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || ' ' || NEW.state) = ANY (ARRAY[{moves}]) THEN
        RAISE EXCEPTION 'settlement_moves_by_the_table: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'settlement_state_changes_with_its_version: %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION guard_settlement_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM assessment_settlementevent WHERE settlement_id = NEW.id AND version = NEW.version) THEN
        RAISE EXCEPTION 'settlement_state_changes_with_an_event: %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER assessment_settlement_moves BEFORE UPDATE OF state ON assessment_settlement
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_settlement_state();
DROP TRIGGER IF EXISTS assessment_settlement_tells ON assessment_settlement;
CREATE CONSTRAINT TRIGGER assessment_settlement_tells AFTER UPDATE OF state ON assessment_settlement
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_settlement_event();
"""
_SETTLEMENT_UNDO = """
DROP TRIGGER IF EXISTS assessment_settlement_moves ON assessment_settlement;
DROP TRIGGER IF EXISTS assessment_settlement_tells ON assessment_settlement;
"""
# Once more for each statement, not for each of its hundred thousand rows.
_SEALED = """
CREATE OR REPLACE FUNCTION refuse_to_add_to_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM assessment_run r WHERE r.is_sealed AND r.id IN (SELECT {run} FROM added a {joins})) THEN
        RAISE EXCEPTION 'sealed_run_takes_no_more: {name}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER assessment_{name}_is_sealed AFTER INSERT ON assessment_{name} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_add_to_{name}();
"""
_RUN = """
CREATE OR REPLACE FUNCTION refuse_to_change_a_sealed_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.is_sealed THEN
        RAISE EXCEPTION 'sealed_run_stays: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_run_stays BEFORE UPDATE OR DELETE ON assessment_run
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_sealed_run();
"""
# A withdrawal is written once; nothing else of a publication is ever written again.
_PUBLICATION = """
CREATE OR REPLACE FUNCTION refuse_to_change_a_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
        AND to_jsonb(NEW) - ARRAY['withdrawn_at', 'withdrawn_by_label', 'withdrawal_reason']
          = to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_label', 'withdrawal_reason'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'publication_stays: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER assessment_publication_stays BEFORE UPDATE OR DELETE ON assessment_publication
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_publication();
"""
# From a row of each table to its run.
_RUN_OF = {
    "runitem": ("a.run_id", ""),
    "fact": ("i.run_id", "JOIN assessment_runitem i ON i.id = a.run_item_id"),
    "score": ("a.run_id", ""),
    "scoreitem": ("s.run_id", "JOIN assessment_score s ON s.id = a.score_id"),
    "scoreadjustment": ("s.run_id", "JOIN assessment_score s ON s.id = a.score_id"),
}


def guard_settlement(moves: Iterable[tuple[str, str]]) -> RunSQL:
    """From now on a settlement makes these moves, (from, to), and no others, each with its version and event."""
    listed = ", ".join(f"'{source} {target}'" for source, target in sorted(moves))
    return RunSQL(_SETTLEMENT.format(moves=listed), _SETTLEMENT_UNDO)


def seal(name: str) -> RunSQL:
    """Nothing is added to a sealed run in this table of `_RUN_OF`."""
    run, joins = _RUN_OF[name]
    return RunSQL(
        _SEALED.format(name=name, run=run, joins=joins),
        f"DROP TRIGGER assessment_{name}_is_sealed ON assessment_{name};",
    )


def keep_runs() -> RunSQL:
    return RunSQL(_RUN, "DROP TRIGGER assessment_run_stays ON assessment_run;")


def keep_publications() -> RunSQL:
    return RunSQL(_PUBLICATION, "DROP TRIGGER assessment_publication_stays ON assessment_publication;")
