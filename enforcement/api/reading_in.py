"""What comes in with a whistle, as the plain values that the actions take; codes become organizations and cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.api.serializers import whereabouts_of
from cases.models import Case
from cases.queries.categories import find_category
from cases.queries.visibility import visible_to
from enforcement.rules.blowing import Blow, Call, Leader, Officer
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from kernel.times import local_date
from organizations.models import Organization
from organizations.roll import current_roll


def blow_of(data: Mapping[str, Any], *, actor: Actor, now: datetime) -> Blow:
    """Raises Invalid for codes and numbers that nothing bears."""
    leader, case = data["leader"], case_of(data["case_no"], actor=actor)
    return Blow(
        kind=data["kind"],
        matter=data["matter"],
        details=data["details"],
        leader=Leader(**leader) if leader else None,
        whereabouts=whereabouts_of(data["location"]),
        calls=calls_of(data["departments"]),
        case_id=case.pk if case else None,
        category_id=category_id_of(data["category_code"], now=now),
        arrive_by=data["arrive_by"],
        finish_by=data["finish_by"],
        attachments=tuple(data["attachments"]),
        is_from_public_request=data["from_public_request"],
    )


def calls_of(departments: Sequence[Mapping[str, str]]) -> tuple[Call, ...]:
    ids = [
        organization_of(one["organization"], field=f"departments.{n}.organization").pk
        for n, one in enumerate(departments)
    ]
    return tuple(Call(pk, one["duty"]) for pk, one in zip(ids, departments, strict=True))


def officer_of(data: Mapping[str, str]) -> Officer:
    return Officer(**data)


def organization_of(code: str, *, field: str) -> Organization:
    found = next((one for one in current_roll().by_id.values() if one.code == code), None)
    if found is None:
        raise _unknown(field, _("没有这个单位代码。"))
    return found


def case_of(case_no: str, *, actor: Actor) -> Case | None:
    """The case by its number as far as the actor sees it; None for an empty number."""
    if not case_no:
        return None
    found = visible_to(actor).select_related("category").defer("search").filter(case_no=case_no).first()
    if found is None:
        raise _unknown("case_no", _("没有这件案件，或不在贵单位可见范围内。"))
    return found


def category_id_of(code: str, *, now: datetime) -> int | None:
    if not code:
        return None
    found = find_category(code, flow="", on=local_date(now))
    if found is None:
        raise _unknown("category_code", _("没有这个类别代码。"))
    return found.pk


def _unknown(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "unknown", message)])
