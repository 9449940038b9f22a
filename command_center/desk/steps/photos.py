"""A step whose form brings photos: they are taken in first, the act then uses them by id."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cases.models import Case
from command_center.desk.steps.step import Act
from foundation.actions.add_attachment import add_attachment
from foundation.attachments.errors import FileRefused
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def with_photos(verb: Act, *names: str, photos: tuple[str, ...] = ("photos",)) -> Act:
    """The verb, called with these fields and with the ids of what its fields of photos brought. The same photo sent
    again after a refusal is the same attachment. Raises Invalid on the field for a file that is not taken."""

    def act(case_id: int, data: dict[str, Any], *, actor: Actor, now: datetime, **who: Any) -> Case:
        ids = {field: [taken_in(file, field, actor=actor, now=now) for file in data[field]] for field in photos}
        return verb(case_id, **{name: data[name] for name in names}, **ids, actor=actor, now=now, **who)

    return act


def taken_in(file: Any, field: str, *, actor: Actor, now: datetime) -> UUID:
    """The id under which the file is kept until an action uses it. Raises Invalid on the field."""
    try:
        return add_attachment(file, name=file.name or "", actor=actor, now=now).pk
    except FileRefused as error:
        message = f"{file.name}：{error.message}"
        raise Invalid(message, errors=[FieldError(field, error.code, message)]) from error
