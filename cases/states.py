"""The states of a case and the table of what leads where; printed by `manage.py show_workflow`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flow(models.TextChoices):
    HOTLINE = "hotline", _("接诉即办")
    GRID = "grid", _("数字城管")


class State(models.TextChoices):
    RECEIVED = "received", _("待受理")
    VERIFYING = "verifying", _("核实中")
    PENDING_DISPATCH = "pending_dispatch", _("待派遣")
    DISPATCHED = "dispatched", _("待签收")
    RETURN_REQUESTED = "return_requested", _("退单待审")
    HANDLING = "handling", _("办理中")
    SHELVED = "shelved", _("挂账")
    REPLIED = "replied", _("待审核")
    CHECKING = "checking", _("核查中")
    CALLBACK = "callback", _("待回访")
    CLOSED = "closed", _("办结")
    REJECTED = "rejected", _("不予受理")
    CANCELLED = "cancelled", _("作废")


TERMINAL = frozenset({State.CLOSED, State.REJECTED, State.CANCELLED})
OPEN = frozenset(State) - TERMINAL
# With a unit: it answers for the case, whether it may act now or waits for a decision.
WITH_UNIT = frozenset({State.DISPATCHED, State.RETURN_REQUESTED, State.HANDLING, State.SHELVED})
# Nobody has the case in hand yet but the centre.
BEFORE_DISPATCH = frozenset({State.RECEIVED, State.PENDING_DISPATCH})
# Tasks handed on go on, and with them their clocks.
_WORKED_ON = frozenset({State.HANDLING, State.SHELVED, State.RETURN_REQUESTED})
# A second call about the same matter may still follow the first.
MERGEABLE = frozenset({State.PENDING_DISPATCH, State.DISPATCHED, State.HANDLING})


class By(StrEnum):
    """Whose case it must be, besides the right to act: how the actor must stand to it."""

    SENDER = "sender"
    CENTRE = "centre"
    LEAD = "lead"
    LEAD_OR_CENTRE = "lead_or_centre"
    INSPECTOR = "inspector"
    ASSIGNED = "assigned"
    SUPERVISED = "supervised"
    ANYONE = "anyone"


BY_NAMES: Mapping[By, object] = {
    By.SENDER: _("送件方"),
    By.CENTRE: _("区指挥中心"),
    By.LEAD: _("主办单位"),
    By.LEAD_OR_CENTRE: _("主办单位或区指挥中心"),
    By.INSPECTOR: _("监督员或区指挥中心"),
    By.ASSIGNED: _("承接任务的单位"),
    By.SUPERVISED: _("被督办的单位"),
    By.ANYONE: _("看得到案件的人"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One action: from which states it may start, where it may lead (nowhere: it leaves the state as it is), whose
    it is, and whether it is open to a case that follows another (`merged_into`): in its own state, or in that of its
    main case (`as_main`), where the unit does it for the matter that both share."""

    name: str
    by: By
    sources: frozenset[State]
    targets: frozenset[State]
    while_merged: bool = False
    as_main: bool = False


def _row(
    name: str,
    by: By,
    sources: frozenset[State] | set[State],
    *targets: State,
    while_merged: bool = False,
    as_main: bool = False,
) -> Transition:
    return Transition(name, by, frozenset(sources), frozenset(targets), while_merged or as_main, as_main)


# In the order of a case's day. An action without targets leaves the state as it is.
TRANSITIONS: Mapping[str, Transition] = {
    row.name: row
    for row in (
        _row("receive", By.SENDER, frozenset(), State.RECEIVED, State.PENDING_DISPATCH),
        _row("change_order", By.SENDER, OPEN, while_merged=True),
        _row("locate", By.CENTRE, OPEN),
        _row("classify", By.CENTRE, OPEN),
        _row("send_to_verify", By.CENTRE, {State.RECEIVED}, State.VERIFYING),
        _row("verify", By.INSPECTOR, {State.VERIFYING}, State.PENDING_DISPATCH, State.REJECTED),
        _row("file", By.CENTRE, {State.RECEIVED}, State.PENDING_DISPATCH),
        _row("reject", By.CENTRE, BEFORE_DISPATCH, State.REJECTED),
        _row("answer", By.CENTRE, BEFORE_DISPATCH, State.CALLBACK, State.CLOSED),
        _row("hand_over", By.CENTRE, BEFORE_DISPATCH, State.CLOSED),
        _row("self_handle", By.INSPECTOR, {State.RECEIVED, State.VERIFYING}, State.CLOSED),
        _row("dispatch", By.CENTRE, {State.PENDING_DISPATCH}, State.DISPATCHED),
        _row("sign", By.LEAD, {State.DISPATCHED}, State.HANDLING),
        _row("request_return", By.LEAD, {State.DISPATCHED, State.HANDLING}, State.RETURN_REQUESTED),
        _row(
            "decide_return",
            By.CENTRE,
            {State.RETURN_REQUESTED},
            State.PENDING_DISPATCH,
            State.DISPATCHED,
            State.HANDLING,
        ),
        _row("contact", By.LEAD, {State.HANDLING, State.RETURN_REQUESTED}, as_main=True),
        _row("assign", By.LEAD, {State.HANDLING}),
        _row("assist", By.LEAD_OR_CENTRE, {State.HANDLING}),
        _row("report_task", By.ASSIGNED, _WORKED_ON),
        _row("withdraw_task", By.LEAD_OR_CENTRE, _WORKED_ON),
        _row("request_extension", By.LEAD, {State.HANDLING}),
        _row("decide_extension", By.CENTRE, {State.HANDLING}),
        _row("request_shelving", By.LEAD, {State.HANDLING}),
        _row("decide_shelving", By.CENTRE, {State.HANDLING}, State.SHELVED),
        _row("resume", By.LEAD_OR_CENTRE, {State.SHELVED}, State.HANDLING),
        _row("note", By.ANYONE, OPEN, while_merged=True),
        _row("urge", By.CENTRE, {State.DISPATCHED, State.HANDLING}),
        _row("supervise", By.CENTRE, OPEN),
        _row("answer_supervision", By.SUPERVISED, OPEN, while_merged=True),
        _row("mark_hard", By.CENTRE, OPEN),
        _row("take_alert", By.CENTRE, frozenset(State), while_merged=True),
        _row("reply", By.LEAD, {State.HANDLING}, State.REPLIED),
        _row("review", By.CENTRE, {State.REPLIED}, State.CALLBACK, State.CHECKING, State.CLOSED, State.HANDLING),
        _row("check", By.INSPECTOR, {State.CHECKING}, State.CLOSED, State.HANDLING),
        _row("callback", By.CENTRE, {State.CALLBACK}, State.CLOSED, State.HANDLING, State.PENDING_DISPATCH),
        _row("record_callback", By.CENTRE, {State.CLOSED}, while_merged=True),
        _row("close_special", By.CENTRE, OPEN, State.CLOSED),
        _row("cancel", By.CENTRE, OPEN, State.CANCELLED),
        _row("merge", By.CENTRE, MERGEABLE),
        _row("unmerge", By.CENTRE, MERGEABLE, while_merged=True),
        _row("follow_main", By.CENTRE, MERGEABLE, State.CALLBACK, State.CLOSED, while_merged=True),
        _row("reopen", By.CENTRE, {State.CLOSED}),
    )
}
# Never offered on a case: done when the main case closes, and by the import of the city's call-backs.
BY_SYSTEM = frozenset({"follow_main", "record_callback"})


def may_act(name: str, state: str) -> bool:
    """Whether the action may start from this state; an unknown action is a programming error (KeyError)."""
    return state in TRANSITIONS[name].sources


def moves() -> frozenset[tuple[str, str]]:
    """Every change of state that some action makes; the database refuses all others."""
    return frozenset(
        (str(source), str(target)) for row in TRANSITIONS.values() for source in row.sources for target in row.targets
    )
