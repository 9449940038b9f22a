"""The database's own guards: a sealed run and a publication never change again.

Each function is a migration operation. Tests try to change a published figure. How a settlement moves is guarded by
`foundation.state_guard`, as cases and whistles are.
"""

from django.db.migrations.operations import RunSQL

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
