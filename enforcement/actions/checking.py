"""Whether what the street says makes sense, before a whistle is blown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from enforcement.rules.blowing import Blow, Call
from enforcement.states import WhistleKind
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed
from kernel.times import require_aware
from organizations.models import Organization
from organizations.roll import current_roll


def office_of(actor: Actor) -> Organization:
    """The street office that the actor acts for. Raises NotAllowed for anybody else."""
    found = current_roll().by_id.get(actor.organization_id or 0)
    if found is None or found.kind != Organization.Kind.STREET or not found.is_active:
        raise NotAllowed(_("只有街道办事处可以吹哨。"))
    return found


def require_sense(facts: Blow, *, now: datetime) -> None:
    """Kind, matter and times. Raises Invalid, field by field."""
    errors = []
    if facts.kind not in WhistleKind.values:
        errors.append(FieldError("kind", "unknown", _("没有这种哨型。")))
    if not facts.matter.strip():
        errors.append(FieldError("matter", "required", _("请写明事项。")))
    if facts.arrive_by is not None and require_aware(facts.arrive_by) <= now:
        errors.append(FieldError("arrive_by", "in_the_past", _("报到时间须晚于现在。")))
    if facts.finish_by is not None and require_aware(facts.finish_by) <= (facts.arrive_by or now):
        errors.append(FieldError("finish_by", "too_early", _("办结时间须晚于报到时间。")))
    _raise(errors)


def departments_of(calls: Sequence[Call], *, cap: int, called: int = 0) -> Mapping[int, Organization]:
    """The departments by id: at least one, each once, at most `cap` together with those `called` already. Raises
    Invalid."""
    roll, errors, seen = current_roll(), [], set[int]()
    if not calls:
        errors.append(FieldError("departments", "required", _("请至少选择一个部门。")))
    if len(calls) + called > cap:
        errors.append(FieldError("departments", "too_many", _("一次吹哨最多 %(n)d 个部门。") % {"n": cap}))
    for n, call in enumerate(calls):
        found = roll.by_id.get(call.department_id)
        if found is None or found.kind != Organization.Kind.DEPARTMENT or not found.is_active:
            errors.append(FieldError(f"departments.{n}.organization", "unknown", _("没有这个在用的部门。")))
        elif call.department_id in seen:
            errors.append(FieldError(f"departments.{n}.organization", "twice", _("同一部门只能吹一次。")))
        if not call.duty.strip():
            errors.append(FieldError(f"departments.{n}.duty", "required", _("请写明因哪项职责吹哨。")))
        seen.add(call.department_id)
    _raise(errors)
    return {pk: roll.by_id[pk] for pk in seen}


def _raise(errors: Sequence[FieldError]) -> None:
    if errors:
        raise Invalid(errors[0].message, errors=errors)
