"""Where the front door leads: each to the pages that are theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from organizations.actors import actor_of
from organizations.permissions import may
from organizations.roles import ADMINISTRATORS


def home(request: HttpRequest) -> HttpResponse:
    """Administrators have no business rights and go to their own pages, everybody else to the desk."""
    actor = actor_of(request)
    if not ADMINISTRATORS.isdisjoint(actor.roles) and not may(actor, "cases.read"):
        return redirect("admin:index")
    return redirect("desk:queue")
