"""Saving a rule that decides about running clocks: first shown what it would move, then asked, then done with its job.

The change is made, looked at and undone; the preview is counted afterwards from plain values, while nothing is locked.
Posted again with the token of the page, the same change is made for good, in one transaction with its recomputation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from deadlines.recompute.followers import Facts
from deadlines.recompute.job import start_recompute
from deadlines.recompute.preview import preview
from deadlines.recompute.words import told
from deadlines.rules import TimeRules
from foundation.clock import now
from organizations.actors import actor_of

TOKEN = "_clocks_asked"  # noqa: S105  the name of a field
_UNASKED = "_clocks_unasked"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of what is about to be saved, where the form itself does not show it."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A change as it would stand: `title` names the job, `token` is another one as soon as the ground has moved.

    `planned` tells the preview what becomes of limits, `facts` tells the job; both by clock table. With `differences`
    people are asked even when no clock moves.
    """

    title: str
    token: str
    rules: TimeRules
    planned: Mapping[str, Facts] = field(default_factory=dict)
    facts: Mapping[str, Facts] = field(default_factory=dict)
    differences: Sequence[Difference] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


class AskFirst(Exception):
    """A question on its way out of the transaction, which it undoes; no `CenterError`, which would be told as a
    refusal."""

    def __init__(self, planned: Planned) -> None:
        super().__init__(planned.title)
        self.planned = planned


def asks_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of a ModelAdmin inside which `settle` is called."""

    @wraps(view)
    def asking(self: admin.ModelAdmin, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(self, request, *args, **kwargs)
        except AskFirst as question:
            planned = question.planned
        found = preview(planned.rules, facts=planned.planned, now=now())
        if found.tally.moved or found.tally.failed or found.is_partial or planned.differences:
            return _page(self, request, planned, found=found, lines=[told(move, now=now()) for move in found.shown])
        setattr(request, _UNASKED, True)
        return view(self, request, *args, **kwargs)

    return asking


def settle(request: HttpRequest, planned: Planned) -> None:
    """Call it last in the transaction that makes the change: starts the recomputation if people have agreed, else
    raises AskFirst."""
    if request.POST.get(TOKEN) != planned.token and not getattr(request, _UNASKED, False):
        raise AskFirst(planned)
    job = start_recompute(title=planned.title, facts=planned.facts, actor=actor_of(request), now=now())
    address = reverse("admin:deadlines_recomputation_change", args=[job.pk])
    sentence = format_html('{} <a href="{}">{}</a>', _("运行中的时钟正在重算。"), address, _("看进度"))
    messages.info(request, sentence)


def _page(model_admin: admin.ModelAdmin, request: HttpRequest, planned: Planned, **facts: Any) -> HttpResponse:
    options = model_admin.model._meta
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    ours = {"csrfmiddlewaretoken", TOKEN, *planned.fields}
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": options,
        "title": _("确认修改：%(title)s") % {"title": planned.title},
        "list_url": reverse(f"admin:{options.app_label}_{options.model_name}_changelist"),
        "planned": planned,
        "posted": [(n, v) for n, v in posted if n not in ours] + [*planned.fields.items(), (TOKEN, planned.token)],
        **facts,
    }
    return TemplateResponse(request, "admin/deadlines/confirm.html", context)
