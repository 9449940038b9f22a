"""三率: the figures of a period, each leading to its cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import CaseClock
from cases.queries.rates import Asked, RatesForm, evidence, lines_of, total_of
from cases.queries.reading import with_cases
from cases.rules.rates import Figure, Rate, Side
from command_center.desk.pages import desk_page, link
from deadlines.states import ClockState
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.errors import Invalid, NotFound
from kernel.times import due_text
from organizations.actors import actor_of

ROWS = 50
_CELLS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure with its bar as text and the ways to its two lists."""

    rate: Rate
    figure: Figure
    address: str

    @property
    def bar(self) -> str:
        full = int((self.figure.percent or Decimal(0)) * _CELLS / 100 + Decimal("0.5"))
        return "█" * full + "░" * (_CELLS - full)

    @property
    def numerator(self) -> str:
        return f"{self.figure.numerator.normalize():f}"


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a figure in words."""

    row: Any
    at: datetime
    said: str


@require_safe
@desk_page("cases.rates")
def rates(request: HttpRequest) -> HttpResponse:
    """The table; with a wrong filter the form says what is wrong, and nothing is shown."""
    form = RatesForm(request.GET, now=now())
    if not form.is_valid():
        return render(request, "desk/rates/table.html", {"form": form, "rates": Rate.choices}, status=400)
    asked = form.asked
    lines = lines_of(asked, actor=actor_of(request))
    table = [(line.name, _cells(asked, line.key, line.figures)) for line in lines]
    total = _cells(asked, "", total_of(lines)) if lines else []
    # What was left empty is shown as it was taken.
    form = RatesForm(_facts(asked), now=now())
    context = {"form": form, "asked": asked, "table": table, "total": total, "rates": Rate.choices}
    return render(request, "desk/rates/table.html", context)


@require_safe
@desk_page("cases.rates")
def rate_cases(request: HttpRequest) -> HttpResponse:
    """The rows of one figure, newest first."""
    query, form, at = request.GET, RatesForm(request.GET, now=now()), now()
    rate, side = query.get("rate", ""), query.get("side") or Side.DENOMINATOR
    if not form.is_valid() or rate not in Rate.values or side not in Side.values:
        raise NotFound(_("没有这样的数字。"))
    try:
        rows = evidence(form.asked, rate, side, key=query.get("key", ""), actor=actor_of(request))
    except Invalid as wrong:
        raise NotFound(wrong.message) from wrong
    page = _page(rows, rate, query)
    context = {
        "rate": Rate(rate),
        "side": Side(side),
        "asked": form.asked,
        "lines": [_told(row, now=at) for row in with_cases(page.rows)],
        "back": f"?{urlencode(_facts(form.asked))}",
        "next_url": link(query, cursor=page.next) if page.next else "",
        "previous_url": link(query, cursor=page.previous) if page.previous else "",
    }
    return render(request, "desk/rates/cases.html", context)


def _page(rows: Any, rate: str, query: Mapping[str, str]) -> KeysetPage[Any]:
    ordering = Ordering("-stopped_at" if rate == Rate.ON_TIME else "-at")
    try:
        return keyset_page(rows, ordering=ordering, cursor=query.get("cursor"), limit=ROWS)
    except Malformed:
        return keyset_page(rows, ordering=ordering, cursor=None, limit=ROWS)


def _cells(asked: Asked, key: str, figures: Mapping[Rate, Figure]) -> list[Cell]:
    return [Cell(rate, one, f"?{urlencode(_facts(asked) | _of(rate, key))}") for rate, one in figures.items()]


def _facts(asked: Asked) -> dict[str, str]:
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    return {"by": asked.by, "span": asked.span, **days, "partly": str(asked.partly)}


def _of(rate: Rate, key: str) -> dict[str, str]:
    return {"rate": rate.value, **({"key": key} if key else {})}


def _told(row: Any, *, now: datetime) -> Told:
    """A call or a judged clock, as `evidence` gives them."""
    if isinstance(row, CaseClock):
        is_on_time = row.is_on_time  # type: ignore[attr-defined]  # `judged` says so of each
        word = (ClockState.MET if is_on_time else ClockState.MISSED).label
        return Told(
            row,
            row.stopped_at or now,
            _("%(word)s，应于 %(due)s") % {"word": word, "due": due_text(row.due_at, now=now)},
        )
    contacted = {True: _("联系过"), False: _("没有联系"), None: ""}[row.was_contacted]
    said = (contacted, row.get_solved_display(), row.get_satisfied_display())
    return Told(row, row.at, "，".join(one for one in said if one))
