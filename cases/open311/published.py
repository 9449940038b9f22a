"""The cases that everybody may see, and the little of them that is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Source
from cases.open311.reporting import PREFIX, stamp
from cases.open311.services import Service
from cases.queries.reading import for_reading
from cases.states import OPEN, TERMINAL
from kernel.errors import FieldError, Invalid
from kernel.times import SHANGHAI

LONGEST_SPAN = timedelta(days=90)
# About ten metres: finds the spot in the street, not the window.
PLACES = 4
_STATES = {"open": OPEN, "closed": TERMINAL}


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, both included."""

    start: datetime
    end: datetime


def span_of(start: datetime | None, end: datetime | None, *, now: datetime) -> Span:
    """The last 90 days; one end given, the 90 days from or up to it; Invalid for a longer span or one turned round."""
    if start is None:
        end = end or now
        return Span(end - LONGEST_SPAN, end)
    end = start + LONGEST_SPAN if end is None else end
    if start > end:
        raise _wrong("start_date", "after_end", _("start_date 晚于 end_date。"))
    if end - start > LONGEST_SPAN:
        raise _wrong("end_date", "span_too_long", _("一次最多查询 90 天，请分段查询。"))
    return Span(start, end)


def published(services: Iterable[str]) -> QuerySet[Case]:
    """Cases that came in through Open311, about a service that is still open, and not secret.

    What was written and who wrote it is not even read.
    """
    ours = Case.objects.filter(source=Source.CITIZEN, order_no__startswith=PREFIX)
    shown = ours.filter(sent_category__in=list(services), requester__is_secret=False)
    return for_reading(shown).defer("title", "content", "extra", "address", "location_note").order_by("-order_no")


def within(cases: QuerySet[Case], span: Span) -> QuerySet[Case]:
    """Those received in the span. The numbers carry the instant of receipt, so that the unique index finds them."""
    low, high = PREFIX + stamp(span.start), PREFIX + stamp(span.end + timedelta(microseconds=1))
    near = cases.filter(order_no__gte=low, order_no__lt=high)
    return near.filter(received_at__gte=span.start, received_at__lte=span.end)


def in_states(cases: QuerySet[Case], statuses: list[str]) -> QuerySet[Case]:
    """Open or closed, as the standard tells them apart; all when neither is asked for."""
    wanted = {state for status in statuses for state in _STATES[status]}
    return cases.filter(state__in=sorted(wanted)) if statuses else cases


def as_published(case: Case, *, service: Service) -> dict[str, Any]:
    """One request. Words of citizens may name people, so description and address are words of our tables: the name of
    the service, the community and the street."""
    is_closed = case.state in TERMINAL
    return {
        "service_request_id": case.case_no,
        "status": "closed" if is_closed else "open",
        "status_notes": case.get_state_display(),
        "service_name": service.name,
        "service_code": service.code,
        "description": service.name,
        "agency_responsible": case.lead.name if case.lead else None,
        "service_notice": None,
        "requested_datetime": _instant(case.received_at),
        "updated_datetime": _instant(case.closed_at if is_closed else _last_step(case)),
        "expected_datetime": _instant(case.due_at),
        "address": " ".join(area.name for area in (case.community, case.street) if area) or None,
        "address_id": None,
        "zipcode": None,
        "lat": _coarse(case.lat),
        "long": _coarse(case.lon),
        "media_url": None,
    }


def _last_step(case: Case) -> datetime:
    steps = (case.received_at, case.dispatched_at, case.signed_at, case.contacted_at, case.replied_at)
    return max(step for step in steps if step is not None)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _coarse(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, PLACES)


def _wrong(field: str, code: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, code, message)])
