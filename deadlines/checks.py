"""System checks: a clock table that the sweep could not work on stops the start."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist

from deadlines.models import Clock
from deadlines.registry import clock_models, escalation_model


def clock_tables_can_be_swept(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """E001: no subject; E002: no escalation table."""
    return [error for model in clock_models() for error in problems_of(model)]


def problems_of(model: type[Clock]) -> Sequence[CheckMessage]:
    """What keeps the sweep from working on this table."""
    problems = []
    try:
        subject = model._meta.get_field(getattr(model, "subject_field", ""))
        sweepable = subject.many_to_one and not subject.null
    except FieldDoesNotExist:
        sweepable = False
    if not sweepable:
        message = "subject_field must name a foreign key that is never empty."
        problems.append(Error(message, obj=model, id="deadlines.E001"))
    try:
        escalation_model(model)
    except LookupError as error:
        problems.append(Error(str(error), obj=model, id="deadlines.E002"))
    return problems
