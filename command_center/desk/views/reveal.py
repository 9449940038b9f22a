"""The requester in clear, once: in the answer to this POST and nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases.actions.reveal import Revealed, reveal
from cases.queries.reading import visible_case
from command_center.desk.facts import facts_of
from command_center.desk.forms.reveal import RevealForm
from command_center.desk.pages import asks_for, desk_page
from foundation.clock import now
from kernel.errors import Invalid, NotAllowed
from organizations.actors import actor_of, address_of


@require_POST
@desk_page("cases.reveal")
def reveal_requester(request: HttpRequest, case_no: str) -> HttpResponse:
    """The corner of the page with the values, or the whole page without scripts; refusals stand in the same place."""
    actor, at = actor_of(request), now()
    case = visible_case(case_no, actor=actor, with_shapes=True)
    form, shown, refusal, status = RevealForm(request.POST), None, "", 400
    try:
        shown = _shown(request, case.pk, form)
        status = 200
    except Invalid as wrong:
        refusal = wrong.message
    except NotAllowed as denied:
        refusal, status = denied.message, 403
    facts = facts_of(case, actor=actor, now=at)
    template = "desk/_requester.html" if asks_for(request, "requester") else "desk/case.html"
    context = {"facts": facts, "panel": None, "reveal_form": form, "revealed": shown, "reveal_refusal": refusal}
    return render(request, template, context, status=status)


def _shown(request: HttpRequest, case_id: int, form: RevealForm) -> Revealed:
    if not form.is_valid():
        raise Invalid("".join(str(message) for messages in form.errors.values() for message in messages))
    data = form.cleaned_data
    return reveal(case_id, **data, actor=actor_of(request), now=now(), address=address_of(request))
