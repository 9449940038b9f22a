"""Which departments to call, with the reason in words: by duty lists and by past whistles that are like this one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from cases.queries.rulebook import current_rulebook
from enforcement.models import DutyItem, Summons, Whistle
from enforcement.queries.rules_now import in_force
from enforcement.rules.suggesting import ListedDuty, PastCall, Suggestion, rank
from enforcement.states import SummonsState, WhistleState
from organizations.models import Organization
from organizations.roll import current_roll

_LOOKED_BACK = timedelta(days=365)
# So many of the youngest that are alike tell the habit; older ones cost time and tell no more.
_ALIKE = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a whistle before it is blown; ids are None and words empty as far as unknown."""

    office: Organization
    kind: str
    category_id: int | None = None
    unit_grid_id: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A department, the duty to call it by, and why in words."""

    department: Organization
    duty: str
    reason: str


def suggest(wanted: Wanted, *, at: datetime, limit: int = 10) -> list[Suggested]:
    """Best first, departments in use alone, in at most nine statements."""
    roll = current_roll()
    ranked = rank(_duties(wanted, at=at), _pasts(wanted, at=at), limit=2 * limit)
    known = [(roll.by_id.get(one.department_id), one) for one in ranked]
    named = [Suggested(unit, one.duty, _reason(one)) for unit, one in known if unit is not None and unit.is_active]
    return named[:limit]


def _duties(wanted: Wanted, *, at: datetime) -> list[ListedDuty]:
    """The duties in force that fit kind, street and category, the category's own and those of what lies above it."""
    path = current_rulebook().path(wanted.category_id)[::-1]
    distances = {pk: n for n, pk in enumerate(path)}
    fitting = DutyItem.objects.filter(
        Q(kind__in=("", wanted.kind)),
        Q(street=None) | Q(street=wanted.office.street_id),
        Q(category=None) | Q(category__in=path),
    )
    return [
        ListedDuty(
            department_id=row.organization_id,
            duty=row.duty,
            distance=None if row.category_id is None else distances[row.category_id],
            is_own_street=row.street_id is not None,
            is_own_kind=bool(row.kind),
        )
        for row in in_force(fitting, at=at)
    ]


def _pasts(wanted: Wanted, *, at: datetime) -> Iterator[PastCall]:
    """Who was called by the whistles of the last year that are alike in category, in kind at this street, in place."""
    blown = Whistle.objects.filter(blown_at__gte=at - _LOOKED_BACK, blown_at__lt=at)
    blown = blown.exclude(state__in=[WhistleState.RETURNED, WhistleState.CANCELLED])
    if wanted.category_id is not None:
        yield from _called("category", blown.filter(category=wanted.category_id))
    yield from _called("kind", blown.filter(office=wanted.office, kind=wanted.kind))
    place = Q(unit_grid=wanted.unit_grid_id) if wanted.unit_grid_id is not None else Q(pk__in=[])
    place |= Q(address=wanted.address) if wanted.address else Q(pk__in=[])
    if place:
        yield from _called("place", blown.filter(place))


def _called(likeness: str, whistles: QuerySet[Whistle]) -> Iterator[PastCall]:
    alike = list(whistles.order_by("-blown_at", "-id").values_list("pk", flat=True)[:_ALIKE])
    called = Summons.objects.filter(whistle__in=alike).exclude(state=SummonsState.EXCUSED)
    counted = called.order_by().values("department").annotate(n=Count("pk"), said=Max("duty"))
    for row in counted:
        yield PastCall(row["department"], likeness, called=row["n"], of=len(alike), duty=row["said"])


def _reason(one: Suggestion) -> str:
    """ "职责清单：停车设施和交通组织；近一年同类吹哨 12 次中召集 9 次" """
    habits = {
        "category": _("近一年同类吹哨 %(of)d 次中召集 %(n)d 次"),
        "kind": _("近一年本街道同型吹哨 %(of)d 次中召集 %(n)d 次"),
        "place": _("近一年同一地点吹哨 %(of)d 次中召集 %(n)d 次"),
    }
    words = [_("职责清单：%s") % duty.duty for duty in one.duties[:1]]
    words += [habits[past.likeness] % {"of": past.of, "n": past.called} for past in one.pasts]
    return "；".join(words)
