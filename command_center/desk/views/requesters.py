"""查诉求人: the cases of a number. It comes in the body of a POST and goes into no address, log or error."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.actions.look_up_requester import MOST_SHOWN, LookedUp, look_up_others, look_up_requester
from command_center.desk.forms.requesters import LookUpForm
from command_center.desk.pages import desk_page
from command_center.desk.rows import for_rows, row_of
from foundation.clock import now
from kernel.errors import CenterError, Invalid, NotAllowed, NotFound
from organizations.actors import actor_of, address_of


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("cases.reveal")
def requesters(request: HttpRequest) -> HttpResponse:
    """The form; sent, with what was found, each case masked as everywhere."""
    at = now()
    of_case = request.POST.get("case", "")
    form = LookUpForm(request.POST if request.method == "POST" and not of_case else None)
    found, refusal, status = None, "", 200
    if request.method == "POST":
        try:
            found = _others(request, of_case) if of_case else _looked_up(request, form)
        except NotFound:
            raise
        except CenterError as error:
            refusal, status = error.message, _status_of(error)
    lines = [row_of(case, now=at) for case in for_rows(found.cases)] if found else []
    context = {"form": form, "found": found, "lines": lines, "refusal": refusal, "of_case": of_case, "most": MOST_SHOWN}
    return render(request, "desk/requesters.html", context, status=status)


def _looked_up(request: HttpRequest, form: LookUpForm) -> LookedUp:
    if not form.is_valid():
        raise Invalid("".join(str(message) for messages in form.errors.values() for message in messages))
    return look_up_requester(**form.cleaned_data, actor=actor_of(request), now=now(), address=address_of(request))


def _others(request: HttpRequest, case_no: str) -> LookedUp:
    ground = request.POST.get("ground", "")
    return look_up_others(case_no, ground=ground, actor=actor_of(request), now=now(), address=address_of(request))


def _status_of(error: CenterError) -> int:
    return 403 if isinstance(error, NotAllowed) else 400 if isinstance(error, Invalid) else 409
