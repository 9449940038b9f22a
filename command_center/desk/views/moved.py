"""What happened to the case while its page stood open: fetched when the stream says that it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.reading import visible_case
from command_center.desk.pages import desk_page
from kernel.errors import NotFound
from organizations.actors import actor_of

# The oldest of them, in their order; more than that nobody reads in a bar.
MOST = 10
_LONGEST = 9


@require_safe
@desk_page("cases.read")
def moved(request: HttpRequest, case_no: str) -> HttpResponse:
    """`?since=` is the version of the page; nothing when it is still the newest. A case that has left the reader's
    view is gone for good, as for anybody who never saw it."""
    try:
        case = visible_case(case_no, actor=actor_of(request))
    except NotFound:
        return render(request, "desk/_moved.html", {"is_gone": True}, status=404)
    since = request.GET.get("since", "")
    version = int(since) if since.isascii() and since.isdigit() and len(since) <= _LONGEST else 0
    events = case.events.filter(version__gt=version).order_by("id")[:MOST]
    changes = [{"by": event.actor_label, "text": event.text} for event in events]
    if case.version <= version or not changes:
        return HttpResponse(status=204)
    return render(request, "desk/_moved.html", {"case_no": case_no, "changes": changes})
