"""吹哨: the page on which a leader of the street calls departments, in two steps: look at it, then blow."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from command_center.desk.pages import desk_page
from command_center.desk.whistles.acting import STATUS
from command_center.desk.whistles.blowing import Draft, begun, foresee, posted, take_photos_in, token_of
from command_center.desk.whistles.forms.blow import BlowForm
from command_center.desk.whistles.once import first_answer, once
from enforcement.actions.blow import blow as blow_whistle
from enforcement.actions.checking import departments_of, require_sense
from enforcement.actions.repeat import repeat
from enforcement.models import Whistle
from enforcement.queries.rules_now import whistle_rules
from foundation.clock import now
from kernel.errors import CenterError, Invalid, Refused
from organizations.actors import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("enforcement.blow")
def blow(request: HttpRequest) -> HttpResponse:
    """`?case=` fills in what a case says, `?repeat=` what an earlier whistle said. A search or a new list of
    suggestions keeps everything; `step=check` shows what will happen; `step=blow` does it."""
    actor, at = actor_of(request), now()
    if request.method != "POST":
        return _page(request, begun(request, actor=actor, now=at))
    if (before := first_answer(_key(token_of(request)), actor=actor)) is not None:
        return before
    draft, step = posted(request, actor=actor, now=at), request.POST.get("step", "check")
    try:
        take_photos_in(draft, actor=actor, now=at)
        if step not in {"check", "blow"}:
            draft.form = BlowForm(initial=request.POST.dict())
            return _page(request, draft)
        _check(request, draft)
        if step == "blow":
            return once(_key(draft.token), partial(_blown, request, draft), path=request.path, actor=actor, now=at)
    except (Invalid, Refused) as error:
        return _refused(request, draft, error)
    return _page(request, draft)


def _key(token: str) -> str:
    return f"blow {token}"


def _check(request: HttpRequest, draft: Draft) -> None:
    """Everything that can be known before it is blown. Raises Invalid."""
    actor, at = actor_of(request), now()
    if not draft.form.is_valid():
        raise Invalid(_("请补全或改正下面标出的内容。"))
    facts = draft.facts(actor=actor)
    require_sense(facts, now=at)
    departments_of(facts.calls, cap=whistle_rules(at=at).departments_cap)
    draft.foreseen = foresee(facts, now=at)


def _blown(request: HttpRequest, draft: Draft) -> HttpResponse:
    actor, at = actor_of(request), now()
    facts = draft.facts(actor=actor)
    made: Whistle
    if draft.repeat_of is not None:
        made = repeat(draft.repeat_of.pk, facts, actor=actor, now=at)
    else:
        made = blow_whistle(facts, actor=actor, now=at)
    told = {"number": made.number, "n": len(facts.calls)}
    messages.success(request, _("已吹哨 %(number)s，%(n)d 家部门已收到通知。") % told)
    response = redirect("desk:whistle", made.number)
    response.status_code = 303
    return response


def _refused(request: HttpRequest, draft: Draft, error: CenterError) -> HttpResponse:
    draft.message, draft.foreseen = error.message, []
    for wrong in draft.picker.tell(getattr(error, "errors", ())):
        draft.form.add_error(wrong.field if wrong.field in draft.form.fields else None, wrong.message)
    return _page(request, draft, status=STATUS.get(type(error), 400))


def _page(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    return render(request, "desk/whistles/blow.html", {"draft": draft, "now": now()}, status=status)
