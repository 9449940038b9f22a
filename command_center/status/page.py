"""The page, and the fragment that renews itself on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center import probes
from command_center.desk.pages import asks_for
from command_center.health import warnings_of
from command_center.status.parts import age, parts_of, table_name
from deadlines.queries import stuck_clocks
from foundation.clock import now
from organizations.actors import actor_of
from organizations.pages import turned_away
from organizations.permissions import may

# As many failing clocks as one person can look after; the count above the list is of all.
SHOWN = 50


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """For the centre's people and for the administrators."""
    is_administrator = may(actor_of(request), "deadlines.operate")
    refusal = turned_away(request, "deadlines.operate" if is_administrator else "deadlines.watch")
    return refusal or _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    at = now()
    facts = probes.everything(now=at)
    warnings = warnings_of(facts)
    context = {
        "now": at,
        "parts": parts_of(facts, warnings),
        "is_well": not warnings,
        "sweeps": _sweeps(facts["sweeps"]),
        "stuck": stuck_clocks(limit=SHOWN) if facts["sweeps"].get("stuck") else [],
    }
    return render(request, "status/_status.html" if asks_for(request, "status") else "status/status.html", context)


def _sweeps(sweeps: dict[str, Any]) -> list[dict[str, Any]]:
    """A line for each clock table; its worker lives as long as its last sweep is fresh."""
    tables = sweeps.get("tables", {})
    return [
        {**table, "name": table_name(label), "age": age(table["age_seconds"]), "lag": age(table["lag_seconds"])}
        for label, table in tables.items()
    ]
