"""随主案件办结."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.calling import await_call
from cases.actions.crowds import give_to, part
from cases.actions.door import Change, open_door
from cases.actions.follow_shelf import follow_shelf
from cases.actions.timing import stop_clock
from cases.models import Case, CaseEvent, ClockKind
from cases.states import TERMINAL, Flow, State
from kernel.actors import Actor

CROWD = Actor.system("crowd", _("并案"))


def follow_main(case_id: int, *, now: datetime) -> Case:
    """The main case has moved on, and its follower with it.

    It was closed: every requester has the answer, a request its own call-back, a grid case is closed too. It was
    struck or not taken up: the follower is worked on by itself. It went to another unit: so did the follower. It was
    shelved or taken from the shelf: so is the follower's limit.
    """
    main = Case.objects.select_related("lead").get(followers=case_id)
    if main.state in TERMINAL - {State.CLOSED}:
        with open_door(case_id, action="unmerge", actor=CROWD, now=now) as change:
            part(change, _("主案件 %(no)s %(state)s") % {"no": main.case_no, "state": main.get_state_display()})
        return change.case
    with open_door(case_id, action="follow_main", actor=CROWD, now=now) as change:
        follow_shelf(change, main)
        has_moved = main.lead is not None and change.case.lead_id != main.lead_id
        if has_moved:
            give_to(change, main.lead)
        if main.state == State.CLOSED:
            _be_answered(change, main)
        elif has_moved:
            change.event("followed", _("随主案件转由 %(lead)s 办理") % {"lead": main.lead}, main=main.case_no)
    return change.case


def _be_answered(change: Change, main: Case) -> None:
    """The citizen's clock is judged by when the matter was answered: the main case's last reply since the two became
    one, or its end where it was closed without."""
    case = change.case
    answered_at = _answered_at(case, main)
    stop_clock(case, ClockKind.HANDLE, at=answered_at, now=change.now)
    own = {"is_held": False, "hold_reason": "", "replied_at": answered_at}
    said = CaseEvent.objects.filter(case=main, kind="replied").order_by("-id").first()
    words = _("随主案件 %(no)s 办结") % {"no": main.case_no}
    if said is not None:
        change.event("replied", f"{words}。{said.text}", **{"main": main.case_no, **said.data})
    if case.flow == Flow.HOTLINE:
        change.set(**own)
        await_call(change)
        change.event("followed", _("%(words)s，待回访") % {"words": words}, main=main.case_no)
    else:
        change.to(State.CLOSED, closed_at=change.now, closing=main.closing, **own)
        change.event("closed", words, main=main.case_no)


def _answered_at(case: Case, main: Case) -> datetime:
    merged_at = case.merges.filter(undone_at=None).values_list("merged_at", flat=True).get()
    if main.replied_at is not None and main.replied_at >= merged_at:
        return main.replied_at
    if main.closed_at is None:
        raise ValueError(f"{main.case_no} is closed and does not say when")
    return main.closed_at
