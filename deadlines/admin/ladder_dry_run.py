"""试运行: a drafted set of rungs tried on the last thirty days; nothing is written."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from deadlines.dry_run import DAYS, DryRun, RungSet, dry_run
from deadlines.ladder import Rung
from deadlines.limits import Limit, LimitKind
from deadlines.models.ladder import OFFSET_KINDS
from deadlines.registry import clock_models
from deadlines.rules import current_rules
from deadlines.rung_actions import RungAction
from foundation.clock import now
from kernel.times import local_date
from organizations.models import Organization

_ANY = ("", _("不限"))
_EMPTY_ROWS = 2


class SetForm(forms.Form):
    """Which set of rungs is tried."""

    clock_kind = forms.CharField(label=_("时钟"), max_length=20, help_text="handle、sign、contact …")
    urgency = forms.CharField(label=_("紧急程度"), max_length=16, required=False, help_text=_("空表示不限"))
    organization_kind = forms.ChoiceField(
        label=_("承办单位类别"), choices=[_ANY, *Organization.Kind.choices], required=False
    )


class RungForm(forms.Form):
    """One rung of the draft; a row without a number is none."""

    number = forms.IntegerField(label=_("级次"), min_value=1, max_value=99, required=False)
    share = forms.DecimalField(label=_("份额"), min_value=Decimal("0.001"), max_value=1, required=False)
    after_n = forms.DecimalField(label=_("到期后数量"), min_value=0, max_value=9999, required=False)
    after_kind = forms.ChoiceField(label=_("到期后计时方式"), choices=[("", "—"), *OFFSET_KINDS], required=False)
    action = forms.ChoiceField(label=_("动作"), choices=RungAction.choices, required=False)
    name = forms.CharField(label=_("名称"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        has_share, has_limit = data.get("share") is not None, data.get("after_n") is not None
        is_whole = has_share != has_limit and has_limit == bool(data.get("after_kind"))
        if data.get("number") and not self.errors and not is_whole:
            raise forms.ValidationError(_("填份额（0 到 1），或填到期后的计时方式和数量，二者只填其一。"))
        return data


class RungFormSet(forms.BaseFormSet):
    """The rungs of one set; two may not have the same number."""

    def clean(self) -> None:
        numbers = [form.cleaned_data.get("number") for form in self.forms if form.is_valid()]
        used = [number for number in numbers if number]
        if len(used) != len(set(used)):
            raise forms.ValidationError(_("级次不能重复。"))


RungsForm = forms.formset_factory(RungForm, formset=RungFormSet, extra=_EMPTY_ROWS, max_num=20)


def dry_run_page(request: HttpRequest, model_admin: admin.ModelAdmin) -> HttpResponse:
    """GET tries the set in force today, POST what stands on the form."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    about = SetForm(request.POST or request.GET or {"clock_kind": "handle"})
    chosen = RungSet(**about.cleaned_data) if about.is_valid() else RungSet("handle")
    is_draft = request.method == "POST"
    drafted = RungsForm(request.POST) if is_draft else RungsForm(initial=list(_initial(chosen)))
    is_sound = about.is_valid() and (not is_draft or drafted.is_valid())
    rungs = (_rungs_of(drafted, chosen) if is_draft else _in_force(chosen)) if is_sound else []
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("升级阶梯试运行"),
        "about": about,
        "drafted": drafted,
        "days": DAYS,
        "runs": list(_runs(chosen, rungs)) if is_sound else [],
    }
    return TemplateResponse(request, "admin/ladder/dry_run.html", context, status=200 if is_sound else 400)


def _runs(chosen: RungSet, rungs: list[Rung]) -> Iterator[tuple[str, DryRun]]:
    """Each clock table by its name; those in which the set holds for no clock are left out, but one stays."""
    moment, rules = now(), current_rules()
    runs = [(str(m._meta.verbose_name), dry_run(m, chosen, rungs, rules=rules, now=moment)) for m in clock_models()]
    return (run for run in runs if run[1].clocks or run is runs[0])


def _in_force(chosen: RungSet) -> list[Rung]:
    today = local_date(now())
    rungs = [rung for rung in current_rules().ladder.rungs if chosen.holds(rung)]
    return sorted(
        (rung for rung in rungs if rung.valid_from <= today and (rung.valid_to is None or today <= rung.valid_to)),
        key=lambda rung: rung.number,
    )


def _initial(chosen: RungSet) -> Iterator[dict[str, Any]]:
    for rung in _in_force(chosen):
        after = rung.after_due
        offset = {"share": rung.share} if after is None else {"after_n": after.n.normalize(), "after_kind": after.kind}
        yield {"number": rung.number, "action": rung.action, "name": rung.name, **offset}


def _rungs_of(drafted: forms.BaseFormSet, chosen: RungSet) -> list[Rung]:
    rows = [form.cleaned_data for form in drafted.forms if form.cleaned_data.get("number")]
    return [
        Rung(
            clock_kind=chosen.clock_kind,
            number=row["number"],
            action=RungAction(row["action"] or RungAction.REMIND),
            name=row["name"] or str(RungAction(row["action"] or RungAction.REMIND).label),
            share=row["share"],
            after_due=None if row["after_n"] is None else Limit(LimitKind(row["after_kind"]), row["after_n"]),
            urgency=chosen.urgency,
            organization_kind=chosen.organization_kind,
        )
        for row in sorted(rows, key=lambda row: row["number"])
    ]
