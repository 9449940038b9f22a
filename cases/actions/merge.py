"""并案."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.crowds import end_own_course, give_to, lock_together, tell_main
from cases.actions.door import Change, locked, open_door
from cases.actions.follow_shelf import follow_shelf
from cases.actions.supervision import carry_supervision
from cases.models import Case, CaseMerge
from cases.states import MERGEABLE, WITH_UNIT
from kernel.actors import Actor
from kernel.errors import NotFound, Refused
from organizations.permissions import require

# Not answered yet: whoever calls after the reply says something new, or says it again.
MAIN_STATES = MERGEABLE | WITH_UNIT


def merge(
    case_id: int,
    *,
    main: Case,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """A second call about the same matter follows the first: worked on once, answered to both (多人同诉).

    The case keeps its state and its citizen's clock, which is judged by the main case's answer; whoever leads that one
    answers for this one too. What was demanded of it by supervision is demanded of the main case.
    Raises Refused `same_case`, `other_flow`, `main_not_open`, `main_is_merged`, `has_followers`.
    """
    require(actor, "cases.merge")
    with transaction.atomic():
        lock_together(case_id, main.pk)
        with open_door(case_id, action="merge", actor=actor, now=now, expected_version=expected_version) as change:
            found = locked(main.pk)
            if found is None:
                raise NotFound(_("没有这件主案件。"))
            _require_mergeable(change.case, found)
            is_supervised = _follow(change, found, reason)
        words = _("%(no)s 并入本案：%(reason)s") % {"no": change.case.case_no, "reason": reason}
        columns = {"is_supervised": True} if is_supervised else {}
        tell_main(found.pk, "gathered", words, actor=actor, now=now, follower=change.case, **columns)
    return change.case


def _require_mergeable(case: Case, main: Case) -> None:
    told = {"main": main.case_no}
    if case.pk == main.pk:
        raise Refused(_("案件不能并入自己。"), code="same_case")
    if case.flow != main.flow:
        raise Refused(_("接诉即办与数字城管的案件不能互相并案。"), code="other_flow")
    if main.state not in MAIN_STATES:
        words = told | {"state": main.get_state_display()}
        raise Refused(_("%(main)s 现在是“%(state)s”，不能再并入。") % words, code="main_not_open")
    if main.merged_into_id is not None:
        raise Refused(_("%(main)s 自己已并入别的案件，请并入它的主案件。") % told, code="main_is_merged")
    if Case.objects.filter(merged_into=case).exists():
        raise Refused(_("已有案件并入此件，不能再把它并入别的案件。请反过来并案。"), code="has_followers")


def _follow(change: Change, main: Case, reason: str) -> bool:
    """Whether a supervision order went over to the main case."""
    case, now = change.case, change.now
    CaseMerge.objects.create(
        case=case,
        main=main,
        reason=reason[:200],
        lead_before=case.lead,
        merged_at=now,
        merged_by_label=change.actor.label,
    )
    end_own_course(case, now=now)
    if main.lead is not None:
        give_to(change, main.lead)
    follow_shelf(change, main)
    change.set(merged_into=main)
    words = _("并入 %(main)s：%(reason)s") % {"main": main.case_no, "reason": reason}
    carried = carry_supervision(case, main, actor=change.actor, now=now)
    if carried is not None:
        words += _("；督办单 %(old)s 转为主案件的 %(new)s") % carried
    change.event("merged", words, main=main.case_no)
    return carried is not None
