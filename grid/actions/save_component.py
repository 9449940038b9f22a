from datetime import datetime

from django.utils.translation import gettext as _

from grid.actions.checked import check_dated
from grid.models import Component
from kernel.actors import Actor
from kernel.times import local_date


def save_component(component: Component, *, actor: Actor, now: datetime) -> Component:
    """Correct a component or close it; locating knows nothing of components, so no index is rebuilt."""
    component.changed_on = local_date(now)
    check_dated(component, now=now, message=_("部件数据不完整或不一致"))
    component.save()
    return component
