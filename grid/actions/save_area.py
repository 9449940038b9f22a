from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from grid.actions.raise_version import raise_version
from grid.models import Area
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid
from kernel.times import local_date

A = TypeVar("A", bound=Area)


def save_area(area: A, *, actor: Actor, now: datetime) -> A:
    """Put an area into force, rename it or close it; its code stays what it was."""
    _refuse_the_future(area, now=now)
    try:
        area.full_clean()
    except ValidationError as error:
        fields = [FieldError(name, "invalid", text) for name, texts in error.message_dict.items() for text in texts]
        raise Invalid(_("区域数据不完整或不一致"), errors=fields) from error
    with transaction.atomic():
        area.save()
        raise_version(actor=actor, now=now)
    return area


def _refuse_the_future(area: Area, *, now: datetime) -> None:
    """What is in force is read without a clock, so that nothing may begin or end on a day to come."""
    for field in ("started_on", "ended_on"):
        day = getattr(area, field)
        if day is not None and day > local_date(now):
            message = _("日期不能晚于今天")
            raise Invalid(message, errors=[FieldError(field, "in_future", message)])
