"""① 调度台: the queue, its refresh every few seconds, and the preview beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.reading import visible_case
from command_center.desk.board import board_of
from command_center.desk.facts import facts_of
from command_center.desk.pages import asks_for, desk_page
from command_center.desk.queues import is_centre
from foundation.clock import now
from organizations.actors import actor_of


@require_safe
@desk_page("cases.read")
def queue(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx the list with counters and queues."""
    actor = actor_of(request)
    board = board_of(request.GET, actor=actor, now=now())
    is_refresh = asks_for(request, "list")
    template = "desk/_refresh.html" if is_refresh else "desk/queue.html"
    context = {"board": board, "is_centre": is_centre(actor), "is_refresh": is_refresh}
    return render(request, template, context, status=400 if board.is_refused else 200)


@require_safe
@desk_page("cases.read")
def preview(request: HttpRequest, case_no: str) -> HttpResponse:
    """The right column: the case in short."""
    actor = actor_of(request)
    facts = facts_of(visible_case(case_no, actor=actor, with_shapes=True), actor=actor, now=now())
    return render(request, "desk/_preview.html", {"facts": facts})
