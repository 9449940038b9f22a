"""One whistle's page, and the actions on it and on its summonses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from command_center.desk.pages import desk_page
from command_center.desk.whistles.acting import Panel, attempt, fresh
from command_center.desk.whistles.facts import WhistleFacts, facts_of
from command_center.desk.whistles.lines import step_named
from command_center.desk.whistles.reading import visible_summons, visible_whistle
from command_center.desk.whistles.steps import WHISTLE_STEPS
from enforcement.models import Summons
from foundation.clock import now
from kernel.errors import NotFound
from organizations.actors import actor_of

_PAGE = "desk/whistles/whistle.html"


@require_safe
@desk_page("enforcement.read")
def whistle(request: HttpRequest, whistle_no: str) -> HttpResponse:
    """The page; `?do=` opens a form of the whistle, with `&of=07` one of that department."""
    facts = facts_of(whistle_no, actor=actor_of(request), now=now())
    panel = _opened(request, facts)
    return render(request, _PAGE, {"facts": facts, "panel": panel})


@require_POST
@desk_page("enforcement.read")
def whistle_act(request: HttpRequest, whistle_no: str, verb: str) -> HttpResponse:
    if verb not in WHISTLE_STEPS:
        raise NotFound(_("没有这个操作。"))
    actor, step = actor_of(request), WHISTLE_STEPS[verb]
    panel = attempt(request, step, visible_whistle(whistle_no, actor=actor), actor=actor, now=now())
    if panel is None:
        return _onward(request, str(step.done), whistle_no)
    facts = facts_of(whistle_no, actor=actor, now=now())
    panel.form.on_version(facts.whistle.version)
    panel.may_send = step in facts.steps
    return render(request, _PAGE, {"facts": facts, "panel": panel}, status=panel.status)


@require_POST
@desk_page("enforcement.read")
def summons_act(request: HttpRequest, summons_no: str, action: str) -> HttpResponse:
    actor = actor_of(request)
    summons = visible_summons(summons_no, actor=actor)
    step = step_named(action, summons, actor=actor)
    if step is None:
        raise NotFound(_("没有这个操作。"))
    panel = attempt(request, step, summons, actor=actor, now=now())
    number = summons.whistle.number
    if panel is None:
        return _onward(request, str(step.done), number, of=summons)
    facts = facts_of(number, actor=actor, now=now())
    line = facts.line_of(summons)
    if line is not None:
        panel.subject = line.summons
        panel.form.on_version(line.summons.version)
    panel.may_send = line is not None and step in line.steps
    return render(request, _PAGE, {"facts": facts, "panel": panel}, status=panel.status)


def _onward(request: HttpRequest, done: str, number: str, *, of: Summons | None = None) -> HttpResponse:
    """Back to the page and to the line one came from."""
    messages.success(request, done)
    anchor = f"#s-{of.number.rpartition('-')[2]}" if of is not None else ""
    response = redirect(reverse("desk:whistle", args=[number]) + anchor)
    response.status_code = 303
    return response


def _opened(request: HttpRequest, facts: WhistleFacts) -> Panel | None:
    """The form that the address asks for, if it is offered."""
    actor, name, of = actor_of(request), request.GET.get("do", ""), request.GET.get("of", "")
    if not of:
        chosen = [step for step in facts.steps if step.name == name]
        return fresh(chosen[0], facts.whistle, actor=actor, now=facts.now) if chosen else None
    for line in facts.lines:
        if line.anchor == f"s-{of}":
            chosen = [step for step in line.steps if step.name == name]
            return fresh(chosen[0], line.summons, actor=actor, now=facts.now) if chosen else None
    return None
