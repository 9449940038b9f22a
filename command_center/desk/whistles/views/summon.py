"""增加部门: more departments for a whistle that is at work, suggested or looked for as when it was blown."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from command_center.desk.pages import desk_page
from command_center.desk.whistles.acting import STATUS
from command_center.desk.whistles.picker import Picker, picker_of
from command_center.desk.whistles.reading import visible_whistle
from enforcement.actions.allowed import allowed_on_whistle
from enforcement.actions.summon_more import summon_more as call_more
from enforcement.models import Summons, Whistle
from enforcement.queries.suggesting import Wanted
from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError, Invalid, NotAllowed, NotFound, Refused, StaleVersion
from organizations.actors import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("enforcement.summon_more")
def summon_more(request: HttpRequest, whistle_no: str) -> HttpResponse:
    """The version is that of the page, so that a form sent twice calls once."""
    actor = actor_of(request)
    whistle = visible_whistle(whistle_no, actor=actor)
    called = set(Summons.objects.filter(whistle=whistle).values_list("department", flat=True))
    if actor.organization_id != whistle.office_id:
        raise NotFound(_("此项由吹哨街道办理。"))
    picker = _picker(whistle, request.POST, called)
    if request.POST.get("step") != "call":
        may_send = "summon_more" in allowed_on_whistle(whistle, actor=actor, called=called)
        return _page(request, whistle, picker, {"may_send": may_send})
    try:
        version = request.POST.get("version", "")
        expected = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        call_more(whistle.pk, calls=picker.calls(), actor=actor, now=now(), expected_version=expected)
    except (Invalid, NotAllowed, Refused, StaleVersion) as error:
        return _refused(request, whistle, picker, error, actor)
    messages.success(request, _("已增加 %(n)d 家部门，各自的时限从现在起算。") % {"n": len(picker.ticked)})
    response = redirect("desk:whistle", whistle_no)
    response.status_code = 303
    return response


def _picker(whistle: Whistle, data: QueryDict, called: set[int]) -> Picker:
    wanted = Wanted(
        office=whistle.office,
        kind=whistle.kind,
        category_id=whistle.category_id,
        unit_grid_id=whistle.unit_grid_id,
        address=whistle.address,
    )
    return picker_of(data, wanted, at=now(), without=called)


def _refused(request: HttpRequest, whistle: Whistle, picker: Picker, error: CenterError, actor: Actor) -> HttpResponse:
    picker.tell(getattr(error, "errors", ()))
    told = {
        "message": error.message,
        "changes": error.details.get("changes", ()) if isinstance(error, StaleVersion) else (),
        "may_send": not isinstance(error, Refused),
    }
    fresh = visible_whistle(whistle.number, actor=actor)
    return _page(request, fresh, picker, told, status=STATUS.get(type(error), 400))


def _page(
    request: HttpRequest, whistle: Whistle, picker: Picker, told: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    context = {"whistle": whistle, "picker": picker, **told}
    return render(request, "desk/whistles/summon.html", context, status=status)
