"""突发预警: the banner that renews itself on every page of the centre, and taking what it shows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.actions.take_alert import take_alert
from cases.queries.reading import visible_case
from command_center.desk.pages import desk_page, htmx_of
from command_center.desk.signs import signs_of
from foundation.clock import now
from kernel.errors import Refused
from organizations.actors import actor_of


@require_safe
@desk_page("cases.take_alert")
def alerts(request: HttpRequest) -> HttpResponse:
    """The banner; nothing for htmx while it still shows what stands, so that nobody hears the same alarm twice."""
    standing = ",".join(str(one.pk) for one in signs_of(request).alerts or ())
    if htmx_of(request) and request.GET.get("shown") == standing:
        return HttpResponse(status=204)
    return render(request, "desk/_alerts.html" if htmx_of(request) else "desk/alerts.html")


@require_POST
@desk_page("cases.take_alert")
def take(request: HttpRequest, case_no: str) -> HttpResponse:
    """Takes it and goes to the case, where it is handled; whoever comes second is told who was first."""
    actor = actor_of(request)
    case = visible_case(case_no, actor=actor)
    try:
        take_alert(case.pk, actor=actor, now=now())
        messages.success(request, _("预警已由您接手，其他桌面上不再显示。"))
    except Refused as refusal:
        messages.warning(request, refusal.message)
    onward = redirect("desk:case", case_no)
    onward.status_code = 303
    return onward
