"""The filters above the board: what each offers, and what it asks of the whistles."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from command_center.desk.filterbar import Chip, FilterBar, Select
from command_center.desk.pages import link
from enforcement.models import Summons, Whistle
from enforcement.queries.reading import is_overdue
from enforcement.queries.visibility import summonses_visible_to
from enforcement.states import OWING, WHISTLE_TERMINAL, WhistleKind, WhistleState
from kernel.actors import Actor
from organizations.models import Organization
from organizations.roll import current_roll

_OPEN, _ALL = "open", "all"


def bar_of(query: QueryDict, *, sees_all: bool) -> FilterBar:
    """Streets are offered to whoever sees more than one."""
    selects = [Select(name, label, tuple(options), query.get(name, "")) for name, label, options in _offers(sees_all)]
    chips = [Chip(f"{one.label} {one.word({})}", link(query, one.name)) for one in selects if one.chosen]
    labels = {one.name: one.label for one in selects}
    return FilterBar(selects, chips, link(query, *labels), labels)


def _offers(sees_all: bool) -> list[tuple[str, str, Sequence[tuple[str, str]]]]:
    states = [(state.value, str(state.label)) for state in WhistleState]
    offers: list[tuple[str, str, Sequence[tuple[str, str]]]] = [
        ("state", _("状态"), [(_ALL, _("全部，含已结束")), *states]),
        ("whose", _("范围"), [("mine", _("与我有关"))]),
        ("kind", _("哨型"), [(kind.value, str(kind.label)) for kind in WhistleKind]),
        ("overdue", _("超期"), [("yes", _("有部门超期"))]),
    ]
    if sees_all:
        offers.append(("street", _("街道"), _streets()))
    return offers


def _streets() -> list[tuple[str, str]]:
    offices = [one for one in current_roll().by_id.values() if one.kind == Organization.Kind.STREET]
    return [(one.code, one.short_name) for one in sorted(offices, key=lambda one: one.code)]


def chosen(whistles: QuerySet[Whistle], query: QueryDict, *, actor: Actor, now: datetime) -> QuerySet[Whistle]:
    """Those that are not over, unless a state is asked for; a value nobody offers finds nothing."""
    condition = _of_state(query.get("state", ""))
    if query.get("kind"):
        condition &= Q(kind=query["kind"])
    if query.get("street"):
        condition &= Q(office__in=_offices(query.get("street", "")))
    if query.get("whose"):
        condition &= _mine(actor)
    if query.get("overdue"):
        condition &= Q(Exists(_late(actor, now)))
    return whistles.filter(condition)


def _of_state(asked: str) -> Q:
    if asked == _ALL:
        return Q()
    return Q(state=asked) if asked else ~Q(state__in=sorted(WHISTLE_TERMINAL))


def _offices(code: str) -> list[int]:
    return [pk for pk, one in current_roll().by_id.items() if one.code == code]


def _mine(actor: Actor) -> Q:
    """What this person blew, and what this unit still owes an answer to."""
    owed = Summons.objects.filter(
        whistle=OuterRef("pk"), department=actor.organization_id or 0, state__in=sorted(OWING)
    )
    return Q(blown_by_key=actor.key) | Q(Exists(owed))


def _late(actor: Actor, now: datetime) -> QuerySet[Summons]:
    """A department is not told that another is late."""
    return summonses_visible_to(actor).filter(is_overdue(now=now), whistle=OuterRef("pk"))
