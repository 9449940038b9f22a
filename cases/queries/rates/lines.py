"""The figures of each subject: two statements, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from cases.queries.editions import one_edition
from cases.queries.rates.asked import Asked
from cases.queries.rates.evidence import COUNTED, FOR_IT, PARTLY, calls, judged, moment_field
from cases.queries.rates.subjects import key_text, name_of, name_text, with_subject
from cases.rules.rates import Figure, Rate
from kernel.actors import Actor

_BY_CALLS = (Rate.RESPONSE, Rate.RESOLUTION, Rate.SATISFACTION)


@dataclass(slots=True)
class Line:
    """One subject; a rate for which nothing was counted has a figure of nothing out of nothing."""

    key: str
    name: str
    figures: dict[Rate, Figure] = field(default_factory=lambda: dict.fromkeys(Rate, Figure()))


def lines_of(asked: Asked, *, actor: Actor) -> list[Line]:
    """A line for each subject of which anything was counted, in the order of their keys."""
    with one_edition():
        called, clocks = calls(asked, actor=actor), judged(asked, actor=actor)
    lines: dict[str, Line] = {}
    for row in _grouped(called, asked, Rate.RESPONSE, _counts(_BY_CALLS) | {"partly": Count("pk", filter=PARTLY)}):
        _line(lines, row, asked).figures.update({rate: _figure(row, rate, asked) for rate in _BY_CALLS})
    for row in _grouped(clocks, asked, Rate.ON_TIME, _counts([Rate.ON_TIME])):
        _line(lines, row, asked).figures[Rate.ON_TIME] = _figure(row, Rate.ON_TIME, asked)
    return [lines[key] for key in sorted(lines)]


def total_of(lines: Iterable[Line]) -> dict[Rate, Figure]:
    """All subjects together."""
    total = dict.fromkeys(Rate, Figure())
    for line in lines:
        total = {rate: total[rate] + line.figures[rate] for rate in Rate}
    return total


def _counts(rates: Iterable[Rate]) -> dict[str, Any]:
    counts = {}
    for rate in rates:
        counts[f"{rate}_of"] = Count("pk", filter=COUNTED[rate])
        counts[f"{rate}_for"] = Count("pk", filter=COUNTED[rate] & FOR_IT[rate])
    return counts


def _grouped(rows: QuerySet[Any], asked: Asked, rate: Rate, counts: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    keyed = with_subject(rows, asked.by, field=moment_field(rate), span=asked.span)
    return keyed.order_by().values("subject").annotate(**name_of(asked.by), **counts)


def _line(lines: dict[str, Line], row: Mapping[str, Any], asked: Asked) -> Line:
    key = key_text(row["subject"])
    if key not in lines:
        lines[key] = Line(key, name_text(key, row.get("name"), by=asked.by, span=asked.span))
    return lines[key]


def _figure(row: Mapping[str, Any], rate: Rate, asked: Asked) -> Figure:
    numerator = Decimal(row[f"{rate}_for"])
    if rate == Rate.RESOLUTION:
        numerator += asked.partly * row["partly"]
    return Figure(numerator, row[f"{rate}_of"])
