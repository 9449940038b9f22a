"""The states of a case and the table of what leads where; printed by `manage.py show_workflow`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flow(models.TextChoices):
    HOTLINE = "hotline", _("接诉即办")
    GRID = "grid", _("数字城管")


class State(models.TextChoices):
    RECEIVED = "received", _("待受理")
    PENDING_DISPATCH = "pending_dispatch", _("待派遣")
    DISPATCHED = "dispatched", _("待签收")
    HANDLING = "handling", _("办理中")
    REPLIED = "replied", _("待审核")
    CALLBACK = "callback", _("待回访")
    CLOSED = "closed", _("办结")
    REJECTED = "rejected", _("不予受理")
    CANCELLED = "cancelled", _("作废")


TERMINAL = frozenset({State.CLOSED, State.REJECTED, State.CANCELLED})
OPEN = frozenset(State) - TERMINAL
# With a unit: its clocks run and it may act.
WITH_UNIT = frozenset({State.DISPATCHED, State.HANDLING})


@dataclass(frozen=True, slots=True)
class Transition:
    """One action: from which states it may start, where it may lead (its own state when it leads nowhere)."""

    name: str
    sources: frozenset[State]
    targets: frozenset[State]


def _row(name: str, sources: frozenset[State] | set[State], *targets: State) -> Transition:
    return Transition(name, frozenset(sources), frozenset(targets))


# In the order of a case's day. An action without targets leaves the state as it is.
TRANSITIONS: Mapping[str, Transition] = {
    row.name: row
    for row in (
        _row("receive", frozenset(), State.RECEIVED, State.PENDING_DISPATCH),
        _row("change_order", OPEN),
        _row("locate", OPEN),
        _row("classify", OPEN),
        _row("file", {State.RECEIVED}, State.PENDING_DISPATCH),
        _row("reject", {State.RECEIVED, State.PENDING_DISPATCH}, State.REJECTED),
        _row("dispatch", {State.PENDING_DISPATCH}, State.DISPATCHED),
        _row("sign", {State.DISPATCHED}, State.HANDLING),
        _row("contact", {State.HANDLING}),
        _row("note", OPEN),
        _row("urge", WITH_UNIT),
        _row("supervise", OPEN),
        _row("answer_supervision", OPEN),
        _row("reply", {State.HANDLING}, State.REPLIED),
        _row("review", {State.REPLIED}, State.CALLBACK, State.CLOSED, State.HANDLING),
        _row("callback", {State.CALLBACK}, State.CLOSED, State.HANDLING),
        _row("cancel", OPEN, State.CANCELLED),
    )
}


def may_act(name: str, state: str) -> bool:
    """Whether the action may start from this state; an unknown action is a programming error (KeyError)."""
    return state in TRANSITIONS[name].sources
