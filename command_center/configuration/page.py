"""The page itself: everything looked at afresh, missing things first in the summary."""

from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from command_center.configuration import people, rulebook
from command_center.configuration.items import Item, Standing
from foundation.clock import now
from kernel.errors import NotAllowed
from organizations.actors import actor_of
from organizations.permissions import require

ACTION = "organizations.view_organization"


def configuration_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    try:
        require(actor_of(request), ACTION)
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    parts = configuration(now=now())
    found = [one for _title, items in parts for one in items]
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("配置情况"),
        "parts": parts,
        "missing": [one for one in found if one.standing == Standing.MISSING],
        "look": [one for one in found if one.standing == Standing.LOOK],
    }
    return TemplateResponse(request, "admin/configuration.html", context)


def configuration(*, now: datetime) -> list[tuple[str, list[Item]]]:
    """By task, in the order in which a district is set up."""
    return [
        (_("网格与地名"), list(people.areas())),
        (_("组织与人员"), [*people.organizations(), *people.roles(), *people.rosters(now)]),
        (_("分类与标准"), [*rulebook.categories(), *rulebook.standards(now)]),
        (_("派单"), list(rulebook.coverage(now))),
        (_("时限与升级"), list(rulebook.time_rules(now))),
        (_("接口与通知"), [*people.clients(now), *people.webhooks()]),
    ]
