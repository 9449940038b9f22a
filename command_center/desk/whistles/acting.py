"""Doing one step from a page: done, or refused with the form as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from command_center.desk.whistles.forms.base import OnWhistleForm
from command_center.desk.whistles.steps import Step
from enforcement.models import Summons, Whistle
from kernel.actors import Actor
from kernel.errors import CenterError, Invalid, NotAllowed, Refused, StaleVersion

STATUS: Mapping[type[CenterError], int] = {Invalid: 400, NotAllowed: 403, Refused: 409, StaleVersion: 412}
# Where a form calls a field otherwise than the action does.
_FIELDS = {
    "officer.name": "officer_name",
    "proposed_organization": "organization",
    "attachments": "photos",
}


@dataclass(slots=True)
class Panel:
    """The form in hand, with what went wrong and what others changed meanwhile."""

    step: Step
    form: OnWhistleForm
    subject: Whistle | Summons
    message: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    may_send: bool = True
    status: int = 200


def fresh(step: Step, subject: Whistle | Summons, *, actor: Actor, now: datetime, **initial: str) -> Panel:
    return Panel(step, step.form(subject=subject, actor=actor, now=now, initial=dict(initial)), subject)


def attempt(
    request: HttpRequest, step: Step, subject: Whistle | Summons, *, actor: Actor, now: datetime
) -> Panel | None:
    """None when it is done; else the form with the reason, to be shown on the page as it stands by now."""
    form = step.form(request.POST, files=request.FILES, subject=subject, actor=actor, now=now)
    try:
        if form.is_valid():
            version = form.cleaned_data["version"]
            step.act(subject.pk, form, actor=actor, now=now, expected_version=version)
            return None
        error: CenterError = Invalid("")
    except (Invalid, NotAllowed, Refused, StaleVersion) as caught:
        error = caught
    return _refused(step, form, subject, error)


def _refused(step: Step, form: OnWhistleForm, subject: Whistle | Summons, error: CenterError) -> Panel:
    for wrong in getattr(error, "errors", ()):
        name = _FIELDS.get(wrong.field, wrong.field).replace("marks.", "mark-")
        form.add_error(name if name in form.fields else None, wrong.message)
    changes = tuple(error.details.get("changes", ())) if isinstance(error, StaleVersion) else ()
    status = STATUS.get(type(error), 400)
    return Panel(step, form, subject, message=error.message, changes=changes, status=status)
