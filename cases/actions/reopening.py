"""The new case of a matter that was closed before: same words, place, category and requester, all else from the
beginning."""

import re
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from cases.actions.receive import case_no
from cases.actions.timing import receipt_clocks
from cases.models import Case, CaseClock, CaseEvent, ClockKind, Requester
from cases.queries.search import search_vector
from cases.queries.visibility import audience_of_new
from cases.rules.orders import LENGTHS
from cases.states import Flow, State
from kernel.actors import Actor
from kernel.texts import mask_numbers
from notices.outbox import append
from organizations.queries import district_centre

# What the old case knows and the new one begins with.
_KEPT = (
    *("source", "sender_id", "fingerprint", "flow", "request_kind", "urgency", "title", "content", "extra"),
    *("category_id", "needs_classification", "sent_category"),
    *("address", "lon", "lat", "precision", "street_id", "community_id", "unit_grid_id", "is_outside"),
    "location_note",
)
_NTH = re.compile(r"-R[0-9]+$")


def begin_anew(old: Case, *, reason: str, actor: Actor, now: datetime) -> Case:
    """A case as it stands after its receipt; under the lock of the old one."""
    new = Case(
        **{name: getattr(old, name) for name in _KEPT},
        order_no=_next_order_no(old),
        case_no=_next_case_no(now),
        posted_by=actor.key,
        state=State.RECEIVED if old.flow == Flow.GRID else State.PENDING_DISPATCH,
        received_at=now,
        created_at=now,
    )
    new.search = search_vector(new.title, new.content, new.address)
    clocks = _clocks(new, now=now)
    new.save(force_insert=True)
    CaseClock.objects.bulk_create(clocks)
    _copy_requester(old, new)
    _tell(new, old, reason=reason, actor=actor, now=now)
    return new


def _next_order_no(old: Case) -> str:
    """ "X-R1", then "X-R2": the first number behind the sender's own that nobody has."""
    root = _NTH.sub("", old.order_no)[: LENGTHS["order_no"] - 6]
    named = Case.objects.filter(source=old.source, order_no__startswith=f"{root}-R")
    taken = set(named.values_list("order_no", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{root}-R{n}") not in taken)


def _next_case_no(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_no_sequence')")
        return case_no(cursor.fetchone()[0], now=now)


def _clocks(case: Case, *, now: datetime) -> list[CaseClock]:
    """As at a receipt: a request's clocks start here, a grid case's at filing."""
    if case.flow == Flow.GRID:
        return []
    clocks = receipt_clocks(case, holder=district_centre(), now=now)
    for clock in clocks:
        if clock.kind == ClockKind.HANDLE:
            case.due_at, case.warn_at = clock.due_at, clock.warn_at
    return clocks


def _copy_requester(old: Case, new: Case) -> None:
    requester = Requester.objects.filter(case=old).first()
    if requester is not None:
        requester.pk, requester.case = None, new
        requester._state.adding = True
        requester.save(force_insert=True)


def _tell(new: Case, old: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    words = mask_numbers(_("由 %(no)s 重开：%(reason)s") % {"no": old.case_no, "reason": reason})
    CaseEvent.objects.create(
        case=new,
        kind="received",
        at=now,
        actor_key=actor.key,
        actor_label=actor.label,
        text=words[:500],
        data={"reopens": old.case_no},
        version=new.version,
    )
    append(
        kind="case.received",
        subject_kind="case",
        subject_id=new.case_no,
        version=new.version,
        audience=audience_of_new(new),
        now=now,
    )
