"""查看诉求人."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.seeing import REVEALED, note_if_often, one_at_a_time, said_why
from cases.models import Case, Requester
from cases.queries.requesters import has_in_hand, veiled_words
from kernel.actors import Actor
from kernel.errors import NotAllowed, NotFound
from organizations.audit import record
from organizations.permissions import require
from organizations.visibility import scope_of


@dataclass(frozen=True, slots=True)
class Revealed:
    """The requester in clear; "" for what is not known. Shown once, never stored, logged or put into an address."""

    name: str
    phone: str
    address: str
    words: str
    is_secret: bool

    def __repr__(self) -> str:
        return "Revealed('***')"


def reveal(
    case_id: int, *, reason: str = "", ground: str = "", actor: Actor, now: datetime, address: str = ""
) -> Revealed:
    """Shows who asked, for a reason that is kept (个人信息保护法 §6).

    To the centre's roles, and to the unit that has the case in hand as long as it has, never of a secret order.

    Raises NotAllowed, NotFound, Invalid `reason_missing`.
    """
    require(actor, "cases.reveal")
    case = Case.objects.select_related("lead").filter(pk=case_id).first()
    requester = Requester.objects.filter(case_id=case_id).first()
    if case is None or requester is None:
        raise NotFound(_("没有这件案件，或没有登记诉求人。"))
    _require_need(case, requester, actor)
    why = said_why(ground, reason)
    why = veiled_words(case, {"words": why})["words"]
    shown = Revealed(
        name=requester.name or "",
        phone=requester.phone or "",
        address=requester.address or "",
        words=requester.words or "",
        is_secret=requester.is_secret,
    )
    with transaction.atomic():
        _keep(case, shown, why, actor=actor, now=now, address=address)
    return shown


def _require_need(case: Case, requester: Requester, actor: Actor) -> None:
    if scope_of(actor).all:
        return
    if requester.is_secret:
        raise NotAllowed(_("这是保密工单，承办单位看不到诉求人。需要联系请由区指挥中心转达。"), code="secret_order")
    if not has_in_hand(case, actor=actor):
        raise NotAllowed(_("只有正在办理这件案件的单位可以查看诉求人。"), code="not_in_hand")


def _keep(case: Case, shown: Revealed, why: str, *, actor: Actor, now: datetime, address: str) -> None:
    names = [one.name for one in fields(shown) if one.name != "is_secret" and getattr(shown, one.name)]
    subject: dict[str, Any] = {
        "subject_kind": "case",
        "subject_id": case.case_no,
        "subject_label": case.case_no,
        "address": address,
    }
    one_at_a_time(actor)
    record(REVEALED, actor=actor, now=now, after={"fields": names}, reason=why, **subject)
    note_if_often(actor=actor, now=now, **subject)
