"""查看诉求人."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Requester
from cases.queries.requesters import has_in_hand, veiled_words
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed, NotFound
from kernel.times import day_start, local_date
from organizations.audit import record
from organizations.models import AuditEntry
from organizations.permissions import require
from organizations.visibility import scope_of

SHORTEST_REASON = 4
REVEALED, OFTEN = "requester.revealed", "requester.revealed_often"


class RevealGround(models.TextChoices):
    """What a number is needed for, most days."""

    CONTACT = "contact", gettext_lazy("联系诉求人")
    VISIT = "visit", gettext_lazy("上门核实")
    CALLBACK = "callback", gettext_lazy("回访")
    REPEAT = "repeat", gettext_lazy("核对重复来电")


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
    why = _why(case, reason, ground)
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


def _why(case: Case, reason: str, ground: str) -> str:
    """The ground and the words, without personal data of their own."""
    words = reason.strip()
    if ground not in RevealGround.values and len(words) < SHORTEST_REASON:
        message = _("请选择事由，或写明理由（至少 %(n)d 个字）。") % {"n": SHORTEST_REASON}
        raise Invalid(message, errors=[FieldError("reason", "reason_missing", message)], code="reason_missing")
    chosen = str(RevealGround(ground).label) if ground in RevealGround.values else ""
    said = veiled_words(case, {"words": words})["words"]
    return "：".join(part for part in (chosen, said) if part)


def _keep(case: Case, shown: Revealed, why: str, *, actor: Actor, now: datetime, address: str) -> None:
    names = [one.name for one in fields(shown) if one.name != "is_secret" and getattr(shown, one.name)]
    subject: dict[str, Any] = {
        "subject_kind": "case",
        "subject_id": case.case_no,
        "subject_label": case.case_no,
        "address": address,
    }
    with connection.cursor() as cursor:  # one after another for each person: two at once would not count each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [actor.key])
    record(REVEALED, actor=actor, now=now, after={"fields": names}, reason=why, **subject)
    entries = AuditEntry.objects.filter(actor_key=actor.key, at__gte=day_start(local_date(now)))
    today = entries.filter(kind=REVEALED).count()
    if today > settings.REVEALS_A_DAY and not entries.filter(kind=OFTEN).exists():
        record(OFTEN, actor=actor, now=now, after={"count": today, "usual": settings.REVEALS_A_DAY}, **subject)
