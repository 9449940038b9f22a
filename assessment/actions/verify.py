"""核验: a published score made once more from its frozen facts."""

from collections.abc import Iterator, Sequence
from typing import Any

from assessment.actions.compute import given_of
from assessment.actions.score import Card, Sheet, cards_of
from assessment.models import Adjustment, Run, RunItem, Score, ScoreAdjustment, Subject
from assessment.queries.facts import digest_of, fact_digests, sums_of

_OF_SCORE = ("raw_total", "base_total", "total", "is_vetoed", "rank")
_OF_ITEM = (
    *("raw_numerator", "raw_denominator", "raw_figure", "raw_points"),
    *("numerator", "denominator", "figure", "points", "excluded_count"),
)


def verify(run: Run) -> list[str]:
    """What differs from what is kept, one line each; nothing is written. Empty: every figure follows from its facts."""
    items = list(run.items.order_by("place", "code", "id"))
    found = []
    digest = digest_of(run, items, fact_digests(items))
    if digest != run.digest:
        found.append(f"digest: {run.digest} kept, {digest} computed")
    facts = run_facts(items)
    if facts != run.facts_count:
        found.append(f"facts: {run.facts_count} kept, {facts} found")
    return found + list(_differences(run, items))


def run_facts(items: Sequence[RunItem]) -> int:
    return sum(item.facts.count() for item in items)


def _differences(run: Run, items: Sequence[RunItem]) -> Iterator[str]:
    kept = {score.subject_id: score for score in run.scores.select_related("subject").prefetch_related("items")}
    subjects = {score.subject: score.group for score in kept.values()}
    cards = cards_of(Sheet(run, items, given_of(run.inputs)), subjects, sums_of(items), _adjustments(run))
    if len(kept) != run.scores_count:
        yield f"scores: {run.scores_count} kept, {len(kept)} found"
    for card in cards:
        yield from _compared(kept[card.score.subject_id], card, items)


def _compared(kept: Score, card: Card, items: Sequence[RunItem]) -> Iterator[str]:
    subject: Subject = kept.subject
    yield from _columns(f"{subject.key}", kept, card.score, _OF_SCORE)
    of_item = {row.run_item_id: row for row in kept.items.all()}
    for item, made in zip(items, card.items, strict=True):
        if item.pk in of_item:
            yield from _columns(f"{subject.key} {item.indicator}", of_item[item.pk], made, _OF_ITEM)
        else:
            yield f"{subject.key} {item.indicator}: not kept"


def _columns(what: str, kept: Any, made: Any, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if getattr(kept, name) != getattr(made, name):
            yield f"{what} {name}: {getattr(kept, name)} kept, {getattr(made, name)} computed"


def _adjustments(run: Run) -> list[Adjustment]:
    """As the scores took them in: what became of the adjustment itself since then does not matter."""
    taken = ScoreAdjustment.objects.filter(score__run=run).select_related("score").order_by("adjustment_id")
    return [
        Adjustment(pk=one.adjustment_id, subject_id=one.score.subject_id, kind=_kind(one), points=abs(one.points))
        for one in taken
    ]


def _kind(one: ScoreAdjustment) -> Adjustment.Kind:
    if one.is_veto:
        return Adjustment.Kind.VETO
    return Adjustment.Kind.BONUS if one.points > 0 else Adjustment.Kind.DEDUCTION
