"""Scoring: from what was counted to scores and ranks. Subjects are few; the sums came from the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import Adjustment, Run, RunItem, Score, ScoreAdjustment, ScoreItem, Subject
from assessment.queries.facts import Sums
from assessment.rules.scoring import Item, adjusted, figure_of, item_points, ranks, total_of


@dataclass(frozen=True, slots=True)
class Given:
    """What scores follow from besides the sums: it is kept in the run."""

    zero_rule: str
    bonus_cap: Decimal
    deduction_cap: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all subjects of a run share."""

    run: Run
    items: Sequence[RunItem]
    given: Given

    @property
    def rules(self) -> list[Item]:
        return [item_of(item) for item in self.items]


@dataclass(slots=True)
class Card:
    """One subject's score with its parts, not saved yet."""

    score: Score
    items: list[ScoreItem]
    adjustments: list[ScoreAdjustment]


def cards_of(
    sheet: Sheet,
    subjects: Mapping[Subject, str],
    sums: Mapping[tuple[int, int], Sums],
    changes: Iterable[Adjustment],
) -> list[Card]:
    """Scores of all subjects, ranked within their groups."""
    of_subject: dict[int, list[Adjustment]] = {}
    for change in changes:
        of_subject.setdefault(change.subject_id, []).append(change)
    cards = []
    for subject, group in subjects.items():
        card = _card(sheet, subject, sums, of_subject.get(subject.pk, []))
        card.score.group = group
        cards.append(card)
    _rank(cards)
    return cards


def item_of(item: RunItem) -> Item:
    return Item(item.weight, item.curve, item.curve_data, Decimal(item.factor), item.is_sum, item.needs_input)


def _card(sheet: Sheet, subject: Subject, sums: Mapping[tuple[int, int], Sums], changes: Sequence[Adjustment]) -> Card:
    items, rules, given = sheet.items, sheet.rules, sheet.given
    counted = [sums.get((item.pk, subject.pk), Sums()) for item in items]
    raw = [figure_of(rule, s.raw_numerator, s.raw_denominator) for rule, s in zip(rules, counted, strict=True)]
    own = [figure_of(rule, s.numerator, s.denominator) for rule, s in zip(rules, counted, strict=True)]
    score = Score(run=sheet.run, subject=subject, subject_name=subject.name)
    score.raw_total = total_of(rules, raw, zero_rule=given.zero_rule)
    score.base_total = total_of(rules, own, zero_rule=given.zero_rule)
    score.is_vetoed = any(one.kind == Adjustment.Kind.VETO for one in changes)
    score.total = adjusted(
        score.base_total,
        [_signed(one) for one in changes],
        is_vetoed=score.is_vetoed,
        bonus_cap=given.bonus_cap,
        deduction_cap=given.deduction_cap,
    )
    parts = zip(items, rules, counted, raw, own, strict=True)
    rows = [_row(score, part, given.zero_rule) for part in parts]
    return Card(score, rows, [_taken(score, one) for one in changes])


def _row(score: Score, part: tuple[RunItem, Item, Sums, Decimal | None, Decimal | None], zero_rule: str) -> ScoreItem:
    item, rule, sums, raw, own = part
    return ScoreItem(
        score=score,
        run_item=item,
        raw_numerator=sums.raw_numerator,
        raw_denominator=sums.raw_denominator,
        raw_figure=raw,
        raw_points=item_points(rule, raw, zero_rule=zero_rule),
        numerator=sums.numerator,
        denominator=sums.denominator,
        figure=own,
        points=item_points(rule, own, zero_rule=zero_rule),
        excluded_count=sums.excluded_count,
    )


def _signed(one: Adjustment) -> Decimal:
    return -one.points if one.kind == Adjustment.Kind.DEDUCTION else one.points


def _taken(score: Score, one: Adjustment) -> ScoreAdjustment:
    is_veto = one.kind == Adjustment.Kind.VETO
    return ScoreAdjustment(score=score, adjustment=one, points=_signed(one), is_veto=is_veto)


def _rank(cards: Sequence[Card]) -> None:
    for group in {card.score.group for card in cards}:
        members = [card.score for card in cards if card.score.group == group]
        places = ranks({score.subject_id: score.total for score in members})
        for score in members:
            score.rank = places.get(score.subject_id)
