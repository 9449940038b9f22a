"""A step whose form brings photos: they are taken in first, the act then uses them by id."""

from datetime import datetime
from typing import Any

from cases.models import Case
from command_center.desk.steps.step import Act
from foundation.actions.add_attachment import add_attachment
from foundation.attachments.errors import FileRefused
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def with_photos(verb: Act, *names: str) -> Act:
    """The verb, called with these fields and with the ids of the form's photos as `photos`. The same photo sent again
    after a refusal is the same attachment. Raises Invalid on `photos` for a file that is not taken."""

    def act(case_id: int, data: dict[str, Any], *, actor: Actor, now: datetime, **who: Any) -> Case:
        ids = [_taken_in(file, actor=actor, now=now) for file in data["photos"]]
        return verb(case_id, **{name: data[name] for name in names}, photos=ids, actor=actor, now=now, **who)

    return act


def _taken_in(file: Any, *, actor: Actor, now: datetime) -> Any:
    try:
        return add_attachment(file, name=file.name or "", actor=actor, now=now).pk
    except FileRefused as error:
        message = f"{file.name}：{error.message}"
        raise Invalid(message, errors=[FieldError("photos", error.code, message)]) from error
