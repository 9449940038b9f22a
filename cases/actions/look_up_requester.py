"""按号码查诉求人."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.actions.seeing import LOOKED_UP, looks_today, note_if_often, one_at_a_time, said_why
from cases.models import Case
from cases.queries.reading import visible_case
from cases.queries.requesters import may_reveal, of_number, of_tail, others_of
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed, Refused
from kernel.texts import mask_numbers, phone_digits
from organizations.audit import record
from organizations.permissions import require
from organizations.secrets import phone_hash, phone_tail_hash

RECENT = timedelta(days=90)
MOST_SHOWN = 50
_TAIL, _SHORTEST = 4, 7


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The latest cases of a number, to be shown masked; `found` counts all of them."""

    cases: QuerySet[Case]
    found: int


def look_up_requester(
    number: str,
    *,
    street: str = "",
    is_recent: bool = False,
    reason: str = "",
    ground: str = "",
    actor: Actor,
    now: datetime,
    address: str = "",
) -> LookedUp:
    """Finds the cases of whoever called from this number; a reason is kept, the number nowhere (个人信息保护法 §6).

    The last four digits serve only together with a street (its code) or the last 90 days, and not past the day's
    usual number of looks, so that nobody walks through all tails. Raises NotAllowed, Invalid, Refused `too_many_looks`.
    """
    require(actor, "cases.reveal")
    digits = phone_digits(number)
    why = mask_numbers(said_why(ground, reason), also=number)
    is_tail = len(digits) == _TAIL
    _require_narrow(digits, is_narrow=bool(street) or is_recent)
    with transaction.atomic():
        one_at_a_time(actor)
        if is_tail and looks_today(actor, now=now) >= settings.REVEALS_A_DAY:
            raise Refused(
                _("今天查看诉求人的次数已达通常上限，不能再按后四位查找；请用完整号码。"), code="too_many_looks"
            )
        cases = of_tail(digits, actor=actor) if is_tail else of_number(digits, actor=actor)
        cases = cases.filter(street__code=street) if street else cases
        cases = cases.filter(received_at__gte=now - RECENT) if is_recent else cases
        asked = {"asked": "tail" if is_tail else "number", "street": street, "recent_days": RECENT.days * is_recent}
        key = phone_tail_hash(digits) if is_tail else phone_hash(digits)
        return _kept(cases, key, asked, why=why, actor=actor, now=now, address=address)


def look_up_others(
    case_no: str, *, reason: str = "", ground: str = "", actor: Actor, now: datetime, address: str = ""
) -> LookedUp:
    """The other cases of whoever is behind this one, for those who may see the number.

    Raises NotFound, NotAllowed, Invalid `reason_missing`.
    """
    require(actor, "cases.reveal")
    case = visible_case(case_no, actor=actor)
    if not may_reveal(case, actor=actor):
        raise NotAllowed(_("只有正在办理这件案件的单位可以查看诉求人。"), code="not_in_hand")
    why = mask_numbers(said_why(ground, reason))
    key = case.requester.phone_hash if hasattr(case, "requester") else ""
    with transaction.atomic():
        one_at_a_time(actor)
        asked = {"asked": "case", "case": case.case_no}
        return _kept(others_of(case, actor=actor), key, asked, why=why, actor=actor, now=now, address=address)


def _require_narrow(digits: str, *, is_narrow: bool) -> None:
    if len(digits) == _TAIL and not is_narrow:
        message = _("按后四位查找时，请再选一个街道，或只查近 90 天。")
        raise Invalid(message, errors=[FieldError("street", "too_wide", message)], code="too_wide")
    if len(digits) < _SHORTEST and len(digits) != _TAIL:
        message = _("请填写完整号码，或号码的后四位。")
        raise Invalid(message, errors=[FieldError("number", "not_a_number", message)], code="not_a_number")


def _kept(
    cases: QuerySet[Case], key: str, asked: Mapping[str, Any], *, why: str, actor: Actor, now: datetime, address: str
) -> LookedUp:
    """What was asked under its keyed hash, with how many were found; then they may be shown."""
    found = cases.count()
    subject: dict[str, Any] = {"subject_kind": "requester", "subject_id": key, "address": address}
    after = {name: value for name, value in asked.items() if value} | {"found": found}
    record(LOOKED_UP, actor=actor, now=now, after=after, reason=why, **subject)
    note_if_often(actor=actor, now=now, **subject)
    return LookedUp(cases.order_by("-received_at", "-pk")[:MOST_SHOWN], found)
