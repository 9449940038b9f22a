"""计算: one run of a settlement, whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessment.actions.count import count_facts, freeze_items
from assessment.actions.know_subjects import know_subjects
from assessment.actions.score import Card, Given, Sheet, cards_of
from assessment.indicators import Asked
from assessment.models import (
    Adjustment,
    Run,
    RunItem,
    Score,
    ScoreAdjustment,
    ScoreItem,
    Settlement,
    Subject,
)
from assessment.queries.facts import difference, digest_of, fact_digests, sums_of
from assessment.queries.runs import run_in_force
from assessment.queries.schemes import items_of, require_whole
from kernel.actors import Actor


def compute(settlement: Settlement, *, actor: Actor, now: datetime) -> tuple[Run, bool]:
    """The run of what there is to count now, and whether it is a new one: when nothing is different from the run in
    force, by digest, no row stays and that run is given back. The caller holds the settlement's lock."""
    before = run_in_force(settlement)
    with transaction.atomic():
        run = _counted(settlement, before, actor=actor, now=now)
        if before is None or run.digest != before.digest:
            run.is_sealed = True
            run.save(update_fields=["facts_count", "scores_count", "digest", "difference", "is_sealed"])
            return run, True
        transaction.set_rollback(True)
    return before, False


def _counted(settlement: Settlement, before: Run | None, *, actor: Actor, now: datetime) -> Run:
    scheme, subjects = settlement.scheme, know_subjects(settlement.scheme)
    chosen = list(items_of(scheme))
    require_whole(scheme, chosen)
    changes = list(
        Adjustment.objects.filter(settlement=settlement, state=Adjustment.State.APPROVED)
        .select_related("subject")
        .order_by("id")
    )
    run = Run.objects.create(
        settlement=settlement,
        revision=1 if before is None else before.revision + 1,
        computed_at=now,
        computed_by_label=actor.label,
        inputs=_inputs(settlement, subjects, changes),
    )
    items = freeze_items(run, chosen, kind=scheme.subject_kind)
    run.facts_count = count_facts(items, asked_of(settlement, subjects))
    run.digest = digest_of(run, items, fact_digests(items))
    if before is None or run.digest != before.digest:
        _score(run, items, subjects, changes, before)
    return run


def _score(
    run: Run,
    items: Sequence[RunItem],
    subjects: Mapping[Subject, str],
    changes: Sequence[Adjustment],
    before: Run | None,
) -> None:
    sheet = Sheet(run, items, given_of(run.inputs))
    cards = cards_of(sheet, subjects, sums_of(items), changes)
    _save(cards)
    run.scores_count = len(cards)
    run.difference = difference(before, [card.score for card in cards], keys={s.pk: s.key for s in subjects})


def _save(cards: Sequence[Card]) -> None:
    Score.objects.bulk_create([card.score for card in cards])
    ScoreItem.objects.bulk_create([row for card in cards for row in card.items])
    ScoreAdjustment.objects.bulk_create([row for card in cards for row in card.adjustments])


def asked_of(settlement: Settlement, subjects: Mapping[Subject, str]) -> Asked:
    """What the statements of a run are told."""
    scheme, days = settlement.scheme, settlement.period.days
    return Asked(
        kind=scheme.subject_kind,
        start=days.starts_at,
        end=days.ends_at,
        period=settlement.period_id,
        settlement=settlement.pk,
        subjects=tuple(subject.pk for subject in subjects),
        partly=Decimal(scheme.partly_solved),
        counts_consultations=scheme.counts_consultations,
    )


def _inputs(settlement: Settlement, subjects: Mapping[Subject, str], changes: Sequence[Adjustment]) -> dict[str, Any]:
    """Everything besides items and facts that decides on the scores, in words that any base tells alike."""
    scheme, days = settlement.scheme, settlement.period.days
    return {
        "scheme": scheme.code,
        "valid_from": scheme.valid_from.isoformat(),
        "kind": scheme.subject_kind,
        "from": days.starts_at.isoformat(),
        "until": days.ends_at.isoformat(),
        "zero_rule": scheme.zero_rule,
        "partly_solved": scheme.partly_solved,
        "counts_consultations": scheme.counts_consultations,
        "bonus_cap": f"{scheme.bonus_cap:.2f}",
        "deduction_cap": f"{scheme.deduction_cap:.2f}",
        "subjects": [[subject.key, group] for subject, group in subjects.items()],
        "adjustments": [[one.subject.key, one.kind, f"{one.points:.2f}", one.ground] for one in changes],
    }


def given_of(inputs: Mapping[str, Any]) -> Given:
    """From what a run keeps of its inputs."""
    return Given(inputs["zero_rule"], Decimal(inputs["bonus_cap"]), Decimal(inputs["deduction_cap"]))
