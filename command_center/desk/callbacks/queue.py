"""The clerks' page: whom to call now, in turn; who was not reached stands below, greyed, until its time comes."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.queries.callbacks import BY_TURN, to_call_back
from cases.queries.handling_rules import callback_script, handling_rules
from command_center.desk.callbacks.lines import count_turns, line_of, with_turns
from command_center.desk.pages import desk_page, link
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import KeysetPage, keyset_page
from organizations.actors import actor_of

ROWS = 50


@require_safe
@desk_page("cases.callback")
def callbacks(request: HttpRequest) -> HttpResponse:
    waiting, at = to_call_back(actor_of(request)), now()
    rules, page = handling_rules(at=at), _page(request, with_turns(waiting))
    context = {
        "lines": [line_of(case, now=at) for case in page.rows],
        "counts": count_turns(waiting, now=at),
        "rules": rules,
        "script": callback_script(rules),
        "now": at,
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    return render(request, "desk/callbacks/queue.html", context)


def _page(request: HttpRequest, cases: QuerySet[Case]) -> KeysetPage[Case]:
    try:
        return keyset_page(cases, ordering=BY_TURN, cursor=request.GET.get("cursor"), limit=ROWS)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        return keyset_page(cases, ordering=BY_TURN, cursor=None, limit=ROWS)
