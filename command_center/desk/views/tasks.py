"""我的任务: what somebody or their organization has to do for cases, longest waiting first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import CaseTask
from cases.queries.my_tasks import for_listing, tasks_for
from command_center.desk.pages import desk_page, link
from command_center.desk.words import duration_text
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.times import due_text
from organizations.actors import actor_of

OLDEST = Ordering("issued_at")
ROWS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One open task; `due` and `remaining` are empty where no limit is set."""

    task: CaseTask
    due: str
    remaining: str
    is_late: bool


@require_safe
@desk_page("cases.read")
def tasks(request: HttpRequest) -> HttpResponse:
    mine = for_listing(tasks_for(actor_of(request))).filter(state=CaseTask.State.OPEN)
    page: KeysetPage[CaseTask]
    try:
        page = keyset_page(mine, ordering=OLDEST, cursor=request.GET.get("cursor"), limit=ROWS)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        page = keyset_page(mine, ordering=OLDEST, cursor=None, limit=ROWS)
    at = now()
    context = {
        "lines": [_line(task, now=at) for task in page.rows],
        "now": at,
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    return render(request, "desk/tasks.html", context)


def _line(task: CaseTask, *, now: datetime) -> Line:
    if task.clock is None:
        return Line(task, "", "", is_late=False)
    due_at = task.clock.due_at
    return Line(task, due_text(due_at, now=now), duration_text(due_at - now), is_late=now > due_at)
