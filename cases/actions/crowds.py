"""What merging and its undoing share: the two locks, the main case's lead, what ends and begins with them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.door import Change, open_door
from cases.actions.ending import end_application, part_from_main, withdraw_tasks
from cases.actions.follow_shelf import leave_shelf
from cases.actions.timing import live_clock, start_clock
from cases.models import Case, CaseClock, CaseParty, ClockKind
from cases.states import Flow, State
from deadlines import clocks
from deadlines.states import LIVE
from kernel.actors import Actor
from organizations.models import Organization
from organizations.queries import district_centre


def lock_together(*case_ids: int) -> None:
    """Both rows, the lower id first: two who merge two cases into each other wait, and neither for ever."""
    list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk").values_list("pk", flat=True))


def tell_main(
    main_id: int, kind: str, text: str, *, actor: Actor, now: datetime, follower: Case, **columns: Any
) -> None:
    """A line in the course of the main case, which the caller has locked, and what changes of it."""
    with open_door(main_id, action="note", actor=actor, now=now) as change:
        change.set(**columns)
        change.event(kind, text, follower=follower.case_no)


def end_own_course(case: Case, *, now: datetime) -> None:
    """Nobody works on a follower by itself: its tasks, its application and every clock but the citizen's end."""
    withdraw_tasks(case, now=now)
    end_application(case, now=now)
    own = CaseClock.objects.select_for_update(of=("self",)).filter(case=case, state__in=LIVE)
    for clock in own.exclude(kind__in=(ClockKind.HANDLE, ClockKind.SUPERVISE)):
        clocks.cancel(clock, now=now)


def give_to(change: Change, lead: Organization | None) -> None:
    """Another unit answers for the case, or the centre again (None): its part, and the citizen's clock with it."""
    case = change.case
    if case.lead_id != (lead.pk if lead else None):
        CaseParty.objects.filter(case=case, part=CaseParty.Part.LEAD).delete()
        if lead is not None:
            CaseParty.objects.create(case=case, organization=lead, part=CaseParty.Part.LEAD)
        change.set(lead=lead)
    clock = live_clock(case, ClockKind.HANDLE)
    if clock is not None:
        clocks.transfer(clock, holder=lead or district_centre(), at=change.now)
        change.set(warn_at=CaseClock.objects.values_list("warn_at", flat=True).get(pk=clock.pk))


def part(change: Change, reason: str) -> None:
    """The case is one of its own again, with the unit that led it before, in the state it was in; what had ended with
    the merge begins anew."""
    case, now = change.case, change.now
    if case.merged_into is not None:
        leave_shelf(change, case.merged_into)
    give_to(change, part_from_main(case, actor=change.actor, now=now))
    _begin_again(case, now=now)
    change.set(merged_into=None)
    change.event("unmerged", _("拆案，单独办理：%(reason)s") % {"reason": reason})


def _begin_again(case: Case, *, now: datetime) -> None:
    if case.lead is None:
        start_clock(case, ClockKind.DISPATCH, holder=district_centre(), at=now, now=now)
    elif case.state == State.DISPATCHED:
        start_clock(case, ClockKind.SIGN, holder=case.lead, at=now, now=now)
    elif case.flow == Flow.HOTLINE and case.contacted_at is None:
        start_clock(case, ClockKind.CONTACT, holder=case.lead, at=now, now=now)
