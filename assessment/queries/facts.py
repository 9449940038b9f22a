"""What the frozen facts of a run add up to, and their digest: the same figures wherever they are asked for again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from assessment.models import Run, RunItem, Score

_SUMS = """
SELECT f.run_item_id, f.subject_id, sum(f.value), sum(f.weight),
    coalesce(sum(f.value) FILTER (WHERE f.side <> 'excluded'), 0),
    coalesce(sum(f.weight) FILTER (WHERE f.side <> 'excluded'), 0),
    count(*) FILTER (WHERE f.side = 'excluded')
FROM assessment_fact f WHERE f.run_item_id = ANY(%s) GROUP BY 1, 2"""
# Of each figure one digest over its facts in the order of what they are about; ids of rows made here are not in it.
_DIGESTS = """
SELECT i.indicator, s.key, count(*), encode(sha256(convert_to(string_agg(
    concat_ws('|', f.matter, f.ref, f.side, f.reason, f.value, f.weight), E'\\n' ORDER BY f.matter, f.ref),
    'UTF8')), 'hex')
FROM assessment_fact f
JOIN assessment_runitem i ON i.id = f.run_item_id JOIN assessment_subject s ON s.id = f.subject_id
WHERE f.run_item_id = ANY(%s) GROUP BY f.run_item_id, f.subject_id, i.indicator, s.key"""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted of one subject for one item: raw, and without what was excluded on request."""

    raw_numerator: Decimal = Decimal(0)
    raw_denominator: Decimal = Decimal(0)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    excluded_count: int = 0


def sums_of(items: Sequence[RunItem]) -> Mapping[tuple[int, int], Sums]:
    """By (item, subject), in one statement; a pair without facts is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [[item.pk for item in items]])
        return {(item, subject): Sums(*sums) for item, subject, *sums in cursor.fetchall()}


def fact_digests(items: Sequence[RunItem]) -> list[tuple[str, str, int, str]]:
    """(indicator, subject's key, how many facts, their digest), sorted."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, [[item.pk for item in items]])
        return sorted(cursor.fetchall())


def digest_of(run: Run, items: Sequence[RunItem], facts: Sequence[tuple[str, str, int, str]]) -> str:
    """Over everything the scores follow from: what was asked, the items and formulas, every fact, every adjustment."""
    whole = [run.inputs, [_frozen(item) for item in items], facts]
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _frozen(item: RunItem) -> list[Any]:
    weight = f"{item.weight:.2f}"
    how = [weight, item.curve, item.curve_data, item.factor, item.is_sum, item.needs_input]
    return [item.code, item.indicator, *how, item.formula]


def difference(before: Run | None, after: Sequence[Score], *, keys: Mapping[int, str]) -> list[dict[str, Any]]:
    """Each subject whose score or rank is another than in the run before."""
    old = {} if before is None else {score.subject_id: score for score in before.scores.all()}
    rows = []
    for score in after:
        was = old.get(score.subject_id)
        if before is not None and (was is None or (was.total, was.rank) != (score.total, score.rank)):
            rows.append(
                {
                    "key": keys[score.subject_id],
                    "name": score.subject_name,
                    "total_before": _text(None if was is None else was.total),
                    "total_after": _text(score.total),
                    "rank_before": None if was is None else was.rank,
                    "rank_after": score.rank,
                }
            )
    return rows


def _text(total: Decimal | None) -> str | None:
    return None if total is None else f"{total:.2f}"
