"""What every dispatch does, by the catalogue or by hand: the new lead, its parts, its clocks, the decision kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import Change
from cases.actions.supervision import hand_over_supervision
from cases.actions.timing import live_clock, start_clock, start_handling, stop_clock
from cases.models import Case, CaseParty, CatalogueRule, ClockKind, CountsFrom, DispatchDecision
from cases.states import State
from deadlines import clocks
from kernel.errors import Refused
from organizations.models import Organization
from organizations.queries import district_centre


def assign_lead(
    change: Change,
    target: Organization,
    *,
    mode: DispatchDecision.Mode,
    reason: str,
    supervising: Organization | None = None,
    rule: CatalogueRule | None = None,
    runner_up: CatalogueRule | None = None,
) -> None:
    """Sends the case to `target`, which leads it from now on; `dispatch_together` does the same to many.

    Raises Refused as `check_may_lead` does.
    """
    check_may_lead(target)
    case, now = change.case, change.now
    change.to(State.DISPATCHED, lead=target, dispatched_at=now, is_held=False, hold_reason="")
    DispatchDecision.objects.create(
        case=case, at=now, mode=mode, target=target, rule=rule, runner_up=runner_up, reason=reason[:300]
    )
    _share_out(case, target, supervising)
    _hand_over_clocks(change, target, now=now)
    change.event("dispatched", reason, target=target.pk, mode=mode)


def check_may_lead(target: Organization) -> None:
    """Raises Refused `community_never_leads` (接诉即办工作条例 §17), `not_a_handling_unit`, `organization_closed`."""
    if target.kind == Organization.Kind.COMMUNITY:
        raise Refused(_("社区不能作为主办单位，请派给街道或部门。"), code="community_never_leads")
    if target.kind not in {Organization.Kind.STREET, Organization.Kind.DEPARTMENT}:
        raise Refused(_("只能派给街道或部门。"), code="not_a_handling_unit")
    if not target.is_active:
        raise Refused(_("%(name)s 已停用，请另选单位。") % {"name": target}, code="organization_closed")


def _share_out(case: Case, target: Organization, supervising: Organization | None) -> None:
    """The lead's part; an order that goes straight to a street goes to the district too, to supervise (§12)."""
    CaseParty.objects.filter(case=case, part=CaseParty.Part.LEAD).delete()
    parts = [CaseParty(case=case, organization=target, part=CaseParty.Part.LEAD)]
    overseers = {supervising} if supervising else set()
    if target.kind == Organization.Kind.STREET:
        overseers.add(district_centre())
    parts += [CaseParty(case=case, organization=o, part=CaseParty.Part.SUPERVISING) for o in overseers]
    CaseParty.objects.bulk_create(parts, ignore_conflicts=True)


def _hand_over_clocks(change: Change, target: Organization, *, now: datetime) -> None:
    """The centre's clock stops, the unit's starts; the citizen's goes on with its new holder."""
    case = change.case
    stop_clock(case, ClockKind.DISPATCH, at=now, now=now)
    start_clock(case, ClockKind.SIGN, holder=target, at=now, now=now)
    handle = live_clock(case, ClockKind.HANDLE)
    if handle is not None:
        handle = clocks.transfer(handle, holder=target, at=now)
    else:
        handle = start_handling(case, CountsFrom.DISPATCHED, holder=target, now=now)
    if case.is_supervised:
        hand_over_supervision(case, target, now=now)
    if handle is not None:
        change.set(due_at=handle.due_at, warn_at=handle.warn_at)
