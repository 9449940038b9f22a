"""What waits for the centre's decision, and the catalogue rules by their returns."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.models import CaseApplication
from cases.queries.applications import to_decide
from cases.queries.returns import rules_by_returns
from command_center.desk.forms.moments import DayField
from command_center.desk.pages import desk_page, link
from command_center.desk.words import duration_text
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import KeysetPage, Ordering, keyset_page
from kernel.times import day_end, day_start, local_date

OLDEST = Ordering("asked_at")
ROWS = 50
# The period that is shown first.
_DAYS = 30


class PeriodForm(forms.Form):
    """Both days are included."""

    since = DayField(label=gettext_lazy("派遣自"))
    until = DayField(label=gettext_lazy("至"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="period-%s", label_suffix="")
        for field in self.fields.values():
            field.widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and data["until"] < data["since"]:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return data


@require_safe
@desk_page("cases.decide_return")
def applications(request: HttpRequest) -> HttpResponse:
    """Oldest first; each leads to its case, where it is decided."""
    at, page = now(), _page(request)
    context = {
        "lines": [(row, _remaining(row, at)) for row in page.rows],
        "now": at,
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
    }
    return render(request, "desk/applications.html", context)


def _page(request: HttpRequest) -> KeysetPage[CaseApplication]:
    page: KeysetPage[CaseApplication]
    try:
        page = keyset_page(to_decide(), ordering=OLDEST, cursor=request.GET.get("cursor"), limit=ROWS)
    except Malformed as error:
        messages.warning(request, _("%(message)s 已回到第一页。") % {"message": error.message})
        page = keyset_page(to_decide(), ordering=OLDEST, cursor=None, limit=ROWS)
    return page


def _remaining(row: CaseApplication, at: datetime) -> str:
    return duration_text(row.clock.due_at - at) if row.clock else ""


@require_safe
@desk_page("cases.decide_return")
def returns(request: HttpRequest) -> HttpResponse:
    """Which rules send cases to the wrong unit; the last thirty days unless another period is asked for."""
    form = PeriodForm(_period(request, today=local_date(now())))
    rules = []
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        rules = list(rules_by_returns(since=day_start(since), until=day_end(until)))
    status = 200 if form.is_valid() else 400
    return render(request, "desk/returns.html", {"form": form, "rules": rules}, status=status)


def _period(request: HttpRequest, *, today: date) -> dict[str, str]:
    since = request.GET.get("since") or (today - timedelta(days=_DAYS - 1)).isoformat()
    return {"since": since, "until": request.GET.get("until") or today.isoformat()}
