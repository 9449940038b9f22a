"""现场码: a sheet to print and put up on the spot."""

from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from command_center.desk.pages import desk_page
from command_center.desk.whistles.reading import visible_whistle
from enforcement.actions.site_code import site_code as code_of
from foundation.clock import now
from kernel.errors import NotFound
from organizations.actors import actor_of


@require_safe
@desk_page("enforcement.site_code")
def site_code(request: HttpRequest, whistle_no: str) -> HttpResponse:
    """For the street that blew alone. A telephone's camera leads to the check-in with the code filled in."""
    actor = actor_of(request)
    whistle = visible_whistle(whistle_no, actor=actor)
    if actor.organization_id != whistle.office_id:
        raise NotFound(_("现场码由吹哨街道打印。"))
    address = request.build_absolute_uri(f"{reverse('field:arrive')}?{urlencode({'code': code_of(whistle)})}")
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(scale=6, border=4, omitsize=True)
    context = {"whistle": whistle, "svg": svg, "address": address, "now": now()}
    return render(request, "desk/whistles/site_code.html", context)
