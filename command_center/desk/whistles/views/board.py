"""③ 哨单: the board, and the lists of what waits for a decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from command_center.desk.pages import desk_page
from command_center.desk.whistles.board import board_of
from command_center.desk.whistles.waiting import MOST, waiting_for
from foundation.clock import now
from organizations.actors import actor_of


@require_safe
@desk_page("enforcement.read")
def whistles(request: HttpRequest) -> HttpResponse:
    board = board_of(request.GET, actor=actor_of(request), now=now())
    return render(request, "desk/whistles/board.html", {"board": board})


@require_safe
@desk_page("enforcement.read")
def waiting(request: HttpRequest) -> HttpResponse:
    at = now()
    lists = waiting_for(actor_of(request), now=at)
    return render(request, "desk/whistles/waiting.html", {"lists": lists, "most": MOST, "now": at})
