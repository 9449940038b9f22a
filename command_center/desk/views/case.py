"""② 案件: the case page, and the actions on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from cases.models import Case
from cases.queries.catalogue import CatalogueDecision, decide_for
from cases.queries.reading import visible_case
from cases.queries.requesters import veiled_words
from cases.queries.visibility import visible_to
from command_center.desk.facts import Facts, facts_of
from command_center.desk.forms.base import CaseForm
from command_center.desk.forms.reveal import RevealForm
from command_center.desk.pages import asks_for, desk_page, htmx_of
from command_center.desk.steps import STEPS, Step
from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError, Invalid, NotAllowed, NotFound, Refused, StaleVersion
from organizations.actors import actor_of

_STATUS: Mapping[type[CenterError], int] = {Invalid: 400, NotAllowed: 403, Refused: 409, StaleVersion: 412}


@dataclass(slots=True)
class Panel:
    """The form in hand, with what went wrong and what others changed meanwhile."""

    step: Step
    form: CaseForm
    message: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    suggestion: CatalogueDecision | None = None
    may_send: bool = True


@require_safe
@desk_page("cases.read")
def case(request: HttpRequest, case_no: str) -> HttpResponse:
    """The page; `?do=` opens the form of one action, without it the one that leads on."""
    actor, at = actor_of(request), now()
    facts = facts_of(visible_case(case_no, actor=actor, with_shapes=True), actor=actor, now=at)
    step = _chosen(facts, request.GET.get("do", ""))
    panel = _fresh(step, facts, request.GET) if step else None
    template = "desk/_act.html" if asks_for(request, "act") else "desk/case.html"
    return render(request, template, {"facts": facts, "panel": panel, **_note(facts, panel)})


@require_POST
@desk_page("cases.read")
def act(request: HttpRequest, case_no: str, action: str) -> HttpResponse:
    """Does it and goes back to the page; whatever stands against it comes back with what was typed."""
    if action not in STEPS:
        raise NotFound(_("没有这个操作。"))
    actor, at, step = actor_of(request), now(), STEPS[action]
    found = visible_case(case_no, actor=actor, with_shapes=True)
    form = step.form(request.POST, files=request.FILES, case=found, now=at)
    try:
        if form.is_valid():
            _act(step, form, found, actor)
            messages.success(request, str(step.done))
            return _onward(request, found, actor)
        error: CenterError = Invalid("")
    except (Invalid, NotAllowed, Refused, StaleVersion) as caught:
        error = caught
    return _again(request, step, form, error)


def _act(step: Step, form: CaseForm, found: Case, actor: Actor) -> None:
    data = veiled_words(found, form.cleaned_data)
    version = data.pop("version")
    step.act(found.pk, data, actor=actor, now=form.now, expected_version=version)


def _onward(request: HttpRequest, done: Case, actor: Actor) -> HttpResponse:
    """Back to the case; to the tasks for an inspector whose errand was all that showed him the case."""
    is_seen = visible_to(actor).filter(pk=done.pk).exists()
    address = reverse("desk:case", args=[done.case_no]) if is_seen else reverse("desk:tasks")
    if htmx_of(request):
        return HttpResponseClientRedirect(address)
    response = redirect(address)
    response.status_code = 303
    return response


def _again(request: HttpRequest, step: Step, form: CaseForm, error: CenterError) -> HttpResponse:
    """The same form with its reason, on the case as it is by now."""
    actor, at = actor_of(request), now()
    facts = facts_of(visible_case(form.case.case_no, actor=actor, with_shapes=True), actor=actor, now=at)
    changes = tuple(error.details.get("changes", ())) if isinstance(error, StaleVersion) else ()
    for wrong in getattr(error, "errors", ()):
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
    panel = Panel(
        step=step,
        form=form.on_version(facts.case.version),
        message=error.message,
        changes=changes,
        may_send=step in facts.steps,
    )
    template = "desk/_act.html" if asks_for(request, "act") else "desk/case.html"
    context = {"facts": facts, "panel": panel, **_note(facts, panel)}
    return render(request, template, context, status=_STATUS.get(type(error), 400))


def _chosen(facts: Facts, name: str) -> Step | None:
    """The action asked for, if it is offered; else the first that leads the case on."""
    for step in facts.steps:
        if step.name == name:
            return step
    leading = [step for step in facts.steps if step.leads]
    return leading[0] if leading and not name else None


def _fresh(step: Step, facts: Facts, asked: Mapping[str, str]) -> Panel:
    """The form as it begins: what is suggested, and the main case from the address of a suspected duplicate."""
    suggestion = decide_for(facts.case, now=facts.now) if step.name == "dispatch" else None
    initial = {"target": suggestion.target.code} if suggestion else {}
    if step.name == "merge":
        initial["main"] = asked.get("main", "")[:24]
    form = step.form(case=facts.case, now=facts.now, initial=initial)
    return Panel(step=step, form=form, suggestion=suggestion)


def _note(facts: Facts, panel: Panel | None) -> dict[str, Any]:
    """The line for notes above the course, for those who may add one and have none in hand."""
    note = STEPS["note"]
    offered = note in facts.steps and (panel is None or panel.step is not note)
    return {"reveal_form": RevealForm(), "note_form": note.form(case=facts.case, now=facts.now) if offered else None}
