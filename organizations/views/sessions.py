"""登录会话: where one is signed in, and the way to end what one does not know."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.clock import now
from kernel.errors import NotFound
from organizations.actions.end_session import end_session
from organizations.actors import actor_of
from organizations.browsers import browser_name
from organizations.models import UserSession
from organizations.sessions import living, row_key


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    this = row_key(request.session.session_key)
    rows = [(row, browser_name(row.browser), row.pk == this) for row in _own(request)]
    return render(request, "accounts/sessions.html", {"rows": rows, "now": now()})


@login_required
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """One of one's own; anybody else's is not there."""
    session = _own(request).filter(pk=key).first()
    if session is None:
        raise NotFound(_("没有这个会话，可能已经结束。"))
    end_session(session, actor=actor_of(request), now=now())
    messages.success(request, _("会话已结束。"))
    return redirect("sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    others = _own(request).exclude(pk=row_key(request.session.session_key))
    count = sum(end_session(session, actor=actor_of(request), now=now()) for session in others)
    messages.success(request, _("已结束其他 %(n)d 个会话。") % {"n": count})
    return redirect("sessions")


def _own(request: HttpRequest) -> QuerySet[UserSession]:
    return living(now()).filter(user=request.user.pk).select_related("user").order_by("-last_seen_at")
