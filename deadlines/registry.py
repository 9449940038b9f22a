"""Which clock tables there are, and what stands beside each: found by class, never by name.

The companions are typed loosely: their foreign key `clock` is known only in the concrete class.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from deadlines.models import Clock, ClockHolding, ClockPause, ClockStretch, Escalation


def clock_models() -> list[type[Clock]]:
    """Every concrete clock table of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Clock)]


def escalation_model(clock_model: type[Clock]) -> type[Any]:
    """Raises LookupError when the clock table has none: it could not be swept."""
    found = _companion(clock_model, Escalation)
    if found is None:
        raise LookupError(f"{clock_model.__name__} has no Escalation table: declare one with a foreign key `clock`")
    return found


def pause_model(clock_model: type[Clock]) -> type[Any] | None:
    """None for clocks that never pause."""
    return _companion(clock_model, ClockPause)


def holding_model(clock_model: type[Clock]) -> type[Any] | None:
    """None for clocks that are never transferred, or whose time needn't be told apart by holder."""
    return _companion(clock_model, ClockHolding)


def stretch_model(clock_model: type[Clock]) -> type[Any] | None:
    """None for clocks whose former due times and holders nobody asks for."""
    return _companion(clock_model, ClockStretch)


@cache
def _companion(clock_model: type[Clock], base: type[models.Model]) -> type[Any] | None:
    return next(
        (model for model in base.__subclasses__() if model._meta.get_field("clock").related_model is clock_model), None
    )
