"""现场应哨: one's own summonses, one of them, and what is done with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from command_center.desk.pages import desk_page, link
from command_center.desk.whistles.acting import Panel, attempt, fresh
from command_center.desk.whistles.steps import SUMMONS_STEPS, WHISTLE_STEPS
from command_center.field.reading import Errand, errand_of, mine, own_summonses
from enforcement.states import SummonsState
from foundation.clock import now
from foundation.errors import Malformed
from kernel.errors import NotFound
from organizations.actors import actor_of

_STEPS = {**SUMMONS_STEPS, "feedback": WHISTLE_STEPS["feedback"]}
# What is mostly done next.
_NEXT: dict[str, str] = {
    SummonsState.NOTIFIED: "sign",
    SummonsState.SIGNED: "check_in",
    SummonsState.CHECKED_IN: "record",
    SummonsState.WORKING: "report",
}


@require_safe
@desk_page("enforcement.sign")
def summonses(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    try:
        found = mine(actor, cursor=request.GET.get("cursor"), now=at)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        found = mine(actor, cursor=None, now=at)
    urls = {
        "next_url": link(request.GET, cursor=found.done.next) if found.done.next else "",
        "previous_url": link(request.GET, cursor=found.done.previous) if found.done.previous else "",
    }
    return render(request, "field/summonses.html", {"mine": found, "now": at, **urls})


@require_safe
@desk_page("enforcement.sign")
def summons(request: HttpRequest, summons_no: str) -> HttpResponse:
    """The page; `?do=` opens a form, without it the one that comes next in the common course."""
    actor = actor_of(request)
    errand = errand_of(summons_no, actor=actor, now=now())
    return _page(request, errand, _opened(request, errand))


@require_safe
@desk_page("enforcement.sign")
def arrive(request: HttpRequest) -> HttpResponse:
    """Where the code on the spot leads: to the check-in of the own unit's summons, with the code filled in."""
    code = request.GET.get("code", "")[:120]
    found = own_summonses(actor_of(request)).filter(whistle__number=code.partition(":")[0]).first()
    if found is None:
        raise NotFound(_("这个现场码的哨没有召集贵单位。"))
    return redirect(f"{reverse('field:summons', args=[found.number])}{link(request.GET, do='check_in', code=code)}#act")


@require_POST
@desk_page("enforcement.sign")
def act(request: HttpRequest, summons_no: str, action: str) -> HttpResponse:
    if action not in _STEPS:
        raise NotFound(_("没有这个操作。"))
    actor, step = actor_of(request), _STEPS[action]
    errand = errand_of(summons_no, actor=actor, now=now())
    subject = errand.summons.whistle if action == "feedback" else errand.summons
    panel = attempt(request, step, subject, actor=actor, now=now())
    if panel is None:
        messages.success(request, str(step.done))
        response = redirect("field:summons", summons_no)
        response.status_code = 303
        return response
    errand = errand_of(summons_no, actor=actor, now=now())
    panel.form.on_version((errand.summons.whistle if action == "feedback" else errand.summons).version)
    panel.may_send = step in errand.steps
    return _page(request, errand, panel)


def _opened(request: HttpRequest, errand: Errand) -> Panel | None:
    name = request.GET.get("do") or _NEXT.get(errand.summons.state, "")
    chosen = [step for step in errand.steps if step.name == name]
    if not chosen:
        return None
    step = chosen[0]
    subject = errand.summons.whistle if step.name == "feedback" else errand.summons
    initial = {"code": request.GET.get("code", "")[:120]} if step.name == "check_in" else {}
    return fresh(step, subject, actor=actor_of(request), now=errand.now, **initial)


def _page(request: HttpRequest, errand: Errand, panel: Panel | None) -> HttpResponse:
    context = {"errand": errand, "panel": panel, "now": errand.now}
    return render(request, "field/summons.html", context, status=panel.status if panel else 200)
