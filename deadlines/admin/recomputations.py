"""How far the recomputations are, and what each of them moved."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.models import ClockMove, Recomputation
from deadlines.recompute.place import Place
from foundation.clock import now
from foundation.large_lists import SortedByIndex
from kernel.times import due_text
from organizations.admin_base import CenterModelAdmin, ReadOnly

SHOWN = 100


@admin.register(Recomputation)
class RecomputationAdmin(ReadOnly, CenterModelAdmin):
    """The page of one renews itself while the worker is at it."""

    list_display = ("title", "state", "progress", "moved", "actor_label", "created_at", "finished_at")
    list_filter = ("state",)
    change_form_template = "admin/deadlines/recomputation.html"
    fields = ("title", "state", "actor_label", "created_at", "started_at", "finished_at", "failure")

    @admin.display(description=gettext_lazy("进度"))
    def progress(self, job: Recomputation) -> str:
        return f"{job.done} / {job.total}" if job.total is not None else "—"

    @admin.display(description=gettext_lazy("已移动"))
    def moved(self, job: Recomputation) -> int:
        return Place.read(job.checkpoint).tally.moved

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        job = Recomputation.objects.filter(pk=object_id).first() if object_id and object_id.isdigit() else None
        context = (extra_context or {}) | (_facts(job) if job is not None else {})
        return super().changeform_view(request, object_id, form_url, context)


def _facts(job: Recomputation) -> dict[str, Any]:
    place = Place.read(job.checkpoint)
    return {
        "title": job.title,
        "job": job,
        "percent": 100 if not job.is_open else min(99, 100 * job.done // job.total) if job.total else 0,
        "tally": place.tally,
        "failures": place.failures,
        "moves": [_shown(move) for move in ClockMove.objects.filter(job_id=job.pk)[:SHOWN]],
        "more": max(place.tally.moved - SHOWN, 0),
    }


def _shown(move: ClockMove) -> dict[str, str]:
    names = ("subject", "kind", "holder", "limit_before", "limit_after")
    dues = {name: due_text(getattr(move, name), now=now()) for name in ("due_before", "due_after")}
    return {name: getattr(move, name) for name in names} | dues


@admin.register(ClockMove)
class ClockMoveAdmin(ReadOnly, SortedByIndex, CenterModelAdmin):
    list_display = ("subject", "kind", "holder", "due", "warning", "limit", "at", "job_id")
    search_fields = ("subject__exact",)
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("到期：原来 → 现在"))
    def due(self, move: ClockMove) -> str:
        return _arrow(due_text(move.due_before, now=now()), due_text(move.due_after, now=now()))

    @admin.display(description=gettext_lazy("临期：原来 → 现在"))
    def warning(self, move: ClockMove) -> str:
        return _arrow(due_text(move.warn_before, now=now()), due_text(move.warn_after, now=now()))

    @admin.display(description=gettext_lazy("时限：原来 → 现在"))
    def limit(self, move: ClockMove) -> str:
        return _arrow(move.limit_before or _("指定"), move.limit_after or _("指定"))


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
