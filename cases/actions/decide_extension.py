"""审批延期."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.applications import decide, require_opinion
from cases.actions.door import Change, open_door
from cases.actions.timing import live_clock
from cases.models import Case, CaseApplication, ClockKind
from cases.states import MERGEABLE
from deadlines import clocks
from deadlines.limits import Limit
from kernel.actors import Actor
from kernel.errors import Refused
from kernel.times import due_text


def decide_extension(
    case_id: int,
    *,
    is_approved: bool,
    opinion: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The duty supervisor grants more time or not; what was asked for in time is not lost by a late decision.

    More time is granted for this requester alone: whoever follows the case keeps the limit promised at receipt, and is
    late when the answer comes after it; the course of the case says how many they are.

    Raises Refused `no_open_application`; `extension_must_lengthen` when what was asked for is over by now.
    """
    require_opinion(opinion, is_approved=is_approved)
    with open_door(
        case_id, action="decide_extension", actor=actor, now=now, expected_version=expected_version
    ) as change:
        application = decide(change, CaseApplication.Kind.EXTENSION, is_approved=is_approved, opinion=opinion)
        if is_approved:
            _grant(change, application)
        else:
            words = {"opinion": opinion}
            change.event("extension_refused", _("不同意延期：%(opinion)s") % words)
    return change.case


def _grant(change: Change, application: CaseApplication) -> None:
    clock = live_clock(change.case, ClockKind.HANDLE)
    if clock is None:
        raise Refused(_("这件案件没有办理时限，不用延期。"), code="no_limit")
    source = _("准予延期（%(by)s）") % {"by": application.decided_by_label}
    if application.units is not None and clock.limit is not None:
        more = Limit(clock.limit.kind, application.units)
        clock = clocks.extend(clock, now=change.now, limit=more, limit_source=source)
    else:
        clock = clocks.extend(clock, now=change.now, due_at=application.until, limit_source=source)
    change.set(due_at=clock.due_at, warn_at=clock.warn_at)
    words = {"due": due_text(clock.due_at, now=change.now)}
    sentence = _("同意延期至 %(due)s") % words + _followers_words(change.case)
    change.event("extended", sentence, due_at=clock.due_at.isoformat())


def _followers_words(case: Case) -> str:
    followers = case.followers.filter(state__in=MERGEABLE).count()
    return _("；并入的 %(n)d 件仍按各自时限") % {"n": followers} if followers else ""
