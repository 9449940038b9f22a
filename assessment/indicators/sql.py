"""The statements of an indicator: its base gathered once for a run, its facts in one INSERT … SELECT."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessment.indicators.kinds import Base, Indicator
from assessment.states import SubjectKind

# Whose id in a base's row is the subject's.
_OF_KIND = {SubjectKind.STREET: "office_id", SubjectKind.DEPARTMENT: "unit_id", SubjectKind.POST: "person_id"}
# Another word here is another formula, though no indicator's own text changes.
FORMULAS = "1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the statements are told: whom, from when until before when, and the settings of the scheme."""

    kind: str
    start: datetime
    end: datetime
    period: int
    settlement: int
    subjects: tuple[int, ...]
    partly: Decimal
    counts_consultations: bool

    def values(self, **more: Any) -> Mapping[str, Any]:
        names = ("kind", "start", "end", "period", "settlement", "partly", "counts_consultations")
        return {name: getattr(self, name) for name in names} | {"subjects": list(self.subjects)} | more


def gather_sql(base: Base) -> tuple[str, ...]:
    """The rows of the base in the order of what they are about, which is that of the index they end in, and statistics
    about them; the table goes with the transaction."""
    rows = f"SELECT * FROM ({base.sql}) AS base ORDER BY ref, matter"  # noqa: S608 - the words of the registry
    return (f"CREATE TEMPORARY TABLE {base.table} ON COMMIT DROP AS {rows}", f"ANALYZE {base.table}")


def facts_sql(indicator: Indicator, kind: str) -> str:
    """Every fact of the indicator for all subjects at once, in the order of the base.

    What was excluded on request keeps value and weight, so that the raw figure can be told beside the adjusted one;
    what the indicator itself leaves out counts in neither.
    """
    left_out = " OR ".join(f"({condition})" for condition, _reason in indicator.left_out) or "false"
    reasons = "".join(f" WHEN {condition} THEN '{reason.value}'" for condition, reason in indicator.left_out)
    reason = f"CASE{reasons} ELSE NULL END" if reasons else "NULL"
    # A percent sign of a condition is one of the language, not a value's.
    return f"""
INSERT INTO assessment_fact (run_item_id, subject_id, matter, ref, side, reason, value, weight)
SELECT %(run_item)s, s.id, b.matter, b.ref,
    CASE WHEN {left_out} OR x.ref IS NOT NULL THEN 'excluded'
        WHEN {indicator.for_it} THEN 'numerator' ELSE 'denominator' END,
    coalesce({reason}, x.reason, ''),
    CASE WHEN NOT ({left_out}) AND ({indicator.for_it}) THEN {indicator.value} ELSE 0 END,
    CASE WHEN NOT ({left_out}) THEN {indicator.weight} ELSE 0 END
FROM {indicator.base.table} b
JOIN assessment_subject s ON s.kind = %(kind)s AND s.ref = b.{_OF_KIND[SubjectKind(kind)]}
    AND s.id = ANY(%(subjects)s)
LEFT JOIN (SELECT DISTINCT ON (matter, ref) matter, ref, reason FROM assessment_objection
        WHERE settlement_id = %(settlement)s AND state = 'excluded' ORDER BY matter, ref, id) x
    ON x.matter = b.matter AND x.ref = b.ref
WHERE {indicator.counted}"""  # noqa: S608 - the words of the registry, no caller's


def formula_of(indicator: Indicator, kind: str) -> str:
    """Names the very statements by which the facts were counted; kept with each run."""
    words = (FORMULAS, indicator.base.sql, facts_sql(indicator, kind), str(indicator.factor), str(indicator.is_sum))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
