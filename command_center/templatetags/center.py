"""The few words that templates of the centre need beyond Django's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, RadioSelect
from django.template import Context

from cases.models import CaseAlert
from command_center.desk.counters import MOST
from command_center.desk.signs import Signs, signs_of
from command_center.desk.words import days_pattern, moment_text
from organizations.actors import principal_actor
from organizations.models import User
from organizations.permissions import may
from organizations.roles import Role

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: Context) -> int | None:
    """How many notices wait behind the bell; None for whoever has no bell."""
    signs = _signs(context)
    return signs.unread if signs else None


@register.simple_tag(takes_context=True)
def open_alerts(context: Context) -> list[CaseAlert] | None:
    """The alerts that nobody has taken; None for whoever takes none."""
    signs = _signs(context)
    return signs.alerts if signs else None


def _signs(context: Context) -> Signs | None:
    request = context.get("request")
    if request is None or not hasattr(request, "user") or not request.user.is_authenticated:
        return None
    return signs_of(request)


@register.simple_tag(takes_context=True)
def may_do(context: Context, permission: str) -> bool:
    """Whether who looks at the page holds the permission."""
    request = context.get("request")
    return request is not None and hasattr(request, "user") and may(principal_actor(request), permission)


@register.simple_tag
def words_of_days() -> str:
    """How a time of days is written, for what ticks in the page."""
    return days_pattern()


@register.filter
def moment(at: datetime, now: datetime) -> str:
    """ "11-05 09:12" """
    return moment_text(at, now=now)


@register.filter
def bounded(count: int) -> str:
    """ "12", and "999+" for whatever is more."""
    return f"{MOST}+" if count > MOST else str(count)


@register.filter
def is_radio(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def role_names(user: User) -> list[str]:
    """The roles of the person, in words."""
    return [str(role.label) for role in Role if role in user.roles]


@register.filter
def percent(share: float) -> str:
    """0.125 as "12.5 %"."""
    return f"{share:.1%}".replace("%", " %")


@register.filter
def keyed(rows: Mapping[Any, Any], key: Any) -> Any:
    """What stands under this key; nothing to loop over where nothing does."""
    return rows.get(key, ())
