"""通知: what the organization has been told, newest first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from command_center.desk.pages import desk_page, link
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import KeysetPage, Ordering, keyset_page
from notices.actions import mark_all_read, mark_read
from notices.models import Notice
from notices.queries import visible_to
from organizations.actors import actor_of

NEWEST = Ordering("-created_at")
ROWS = 50


@require_safe
@desk_page("notices.read")
def notices(request: HttpRequest) -> HttpResponse:
    mine = visible_to(actor_of(request)).select_related("read_by")
    page: KeysetPage[Notice]
    try:
        page = keyset_page(mine, ordering=NEWEST, cursor=request.GET.get("cursor"), limit=ROWS)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        page = keyset_page(mine, ordering=NEWEST, cursor=None, limit=ROWS)
    context = {
        "lines": [(notice, address_of(notice)) for notice in page.rows],
        "now": now(),
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    return render(request, "desk/notices.html", context)


def address_of(notice: Notice) -> str:
    """The page of what it is about; a summons has its place on its whistle's page. Empty for all else."""
    if notice.subject_kind == "case":
        return reverse("desk:case", args=[notice.subject_id])
    if notice.subject_kind == "whistle":
        return reverse("desk:whistle", args=[notice.subject_id])
    if notice.subject_kind == "summons":
        whistle, _dash, of = notice.subject_id.rpartition("-")
        return f"{reverse('desk:whistle', args=[whistle])}#s-{of}"
    return ""


@require_POST
@desk_page("notices.read")
def read_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks it and goes to what it is about."""
    notice = mark_read(notice_id, actor=actor_of(request), now=now())
    address = address_of(notice) if request.POST.get("then") == "open" else ""
    return redirect(address or "desk:notices")


@require_POST
@desk_page("notices.read")
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(actor=actor_of(request), now=now())
    messages.success(request, _("已把 %(count)d 条通知标为已读。") % {"count": count})
    return redirect("desk:notices")
