"""What a passed rung says, and to whom: never in the citizen's words, since notices outlive the right to read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, ClockKind, SupervisionOrder
from deadlines.hearers import Hearers, hearers_for
from deadlines.recipients import Recipient
from deadlines.sweep import Fired
from kernel.times import due_text
from notices.tellings import Telling


def rung_words(clock: CaseClock, rung_name: str, *, now: datetime) -> str:
    """ "签收超期，应于 11-24 11:30 前完成" """
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % {
        "clock": ClockKind(clock.kind).label,
        "rung": rung_name,
        "due": due_text(clock.due_at, now=now),
    }


def tellings_of(
    told: Sequence[tuple[Case, Fired]], orders: Mapping[int, SupervisionOrder], *, now: datetime
) -> tuple[list[Telling], Hearers]:
    """Each rung with those who hear of it now, through the organization tree and the duty rosters."""
    recipients = {recipient for _case, f in told for recipient in f.recipients}
    hearers = hearers_for({f.clock.holder_id for _case, f in told}, recipients, at=now)
    tellings = []
    for case, f in told:
        words = _body(case, f, orders.get(case.pk), hearers, now=now)
        tellings.append(Telling("case", case.case_no, f, hearers.of(f.clock.holder, f.recipients), words))
    return tellings, hearers


def _body(case: Case, fired: Fired, order: SupervisionOrder | None, hearers: Hearers, *, now: datetime) -> str:
    words = rung_words(cast(CaseClock, fired.clock), fired.name, now=now)
    words = _("%(words)s，类别：%(category)s") % {
        "words": words,
        "category": case.category.name if case.category else _("未归类"),
    }
    if order is not None and order.clock is not None:
        told = {"words": words, "number": order.number, "due": due_text(order.clock.due_at, now=now)}
        words = _("%(words)s。督办单 %(number)s，请于 %(due)s 前答复") % told
    if Recipient.SUPERIOR in fired.recipients and fired.clock.holder_id == hearers.centre_id:
        words = _("%(words)s。指挥中心没有上级单位，由中心自行督办") % {"words": words}
    return words
