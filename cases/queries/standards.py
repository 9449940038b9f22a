"""Which filing standard and which limit hold for a case on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Category, ClockKind, FilingStandard
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.rules.standards import LimitValue, choose_limit
from deadlines.limits import Limit, LimitKind
from kernel.times import local_date


@dataclass(frozen=True, slots=True)
class ChosenLimit:
    """A limit, the moment it counts from (`received`, `filed`, `dispatched`), the row it stands in, and the code of
    the calendar it counts by, blank for the default."""

    limit: Limit
    counts_from: str
    source: str
    standard_id: int | None = None
    calendar: str = ""


def standard_for(category: Category | None, *, on: date, urgency: str, flow: str) -> FilingStandard | None:
    """The standard in force on the day: the category's own, else that of the one above, else the general one."""
    category_id = category.pk if category else None
    chosen = _choose(current_rulebook(), ClockKind.HANDLE, category_id=category_id, urgency=urgency, flow=flow, on=on)
    return FilingStandard.objects.select_related("category").get(pk=chosen.id) if chosen else None


def standards_of(case: Case, *, at: datetime) -> QuerySet[FilingStandard]:
    """The standards in force that a case of this category may be filed by, its own before the general ones."""
    path, today = current_rulebook().path(case.category_id), local_date(at)
    in_force = FilingStandard.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    fitting = in_force.filter(category__in=path) | in_force.filter(category__isnull=True)
    return fitting.order_by("-category_id", "place")


def limit_for(kind: str, *, category: Category | None, urgency: str, flow: str, at: datetime) -> ChosenLimit | None:
    """The limit of this kind of clock in force at the instant; None when none is configured."""
    category_id = category.pk if category else None
    return limit_in(current_rulebook(), kind, category_id=category_id, urgency=urgency, flow=flow, at=at)


def limit_of(case: Case, kind: str, *, at: datetime) -> ChosenLimit | None:
    """`limit_for` of a case's clock."""
    book = current_rulebook()
    return limit_in(book, kind, category_id=case.category_id, urgency=case.urgency, flow=case.flow, at=at)


def limit_in(
    book: Rulebook, kind: str, *, category_id: int | None, urgency: str, flow: str, at: datetime
) -> ChosenLimit | None:
    """`limit_for` without asking the database, for whoever has the rulebook open."""
    on = local_date(at)

    def ask() -> ChosenLimit | None:
        chosen = _choose(book, kind, category_id=category_id, urgency=urgency, flow=flow, on=on)
        return None if chosen is None else as_chosen(chosen)

    return book.once(("limit", str(kind), category_id, urgency, flow, on), ask)


def as_chosen(chosen: LimitValue) -> ChosenLimit:
    """The row as the limit of a clock, with the words that say where it stands."""
    is_standard = chosen.clock == ClockKind.HANDLE
    source = _("立案标准 %(id)s 第 %(version)s 版：%(label)s") if is_standard else _("环节时限 %(id)s：%(label)s")
    return ChosenLimit(
        limit=Limit(kind=LimitKind(chosen.limit_kind), n=chosen.limit_value),
        counts_from=chosen.counts_from,
        source=source % {"id": chosen.id, "version": chosen.version, "label": chosen.label},
        standard_id=chosen.id if is_standard else None,
        calendar=chosen.calendar,
    )


def limits_for(kind: str, cases: Iterable[Case], *, at: datetime) -> dict[tuple[str, str], ChosenLimit | None]:
    """`limit_for` of a shorter clock for many cases, by urgency and flow: the limits of these name no category."""
    kinds, book = {(case.urgency, case.flow) for case in cases}, current_rulebook()
    return {(u, f): limit_in(book, kind, category_id=None, urgency=u, flow=f, at=at) for u, f in kinds}


def _choose(
    book: Rulebook, kind: str, *, category_id: int | None, urgency: str, flow: str, on: date
) -> LimitValue | None:
    path = book.path(category_id)
    return choose_limit(book.limits, clock=str(kind), category_path=path, urgency=urgency, flow=flow, on=on)
