"""The page on which a year's holidays are brought into a calendar as a file."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deadlines.actions.save_year import SavedYear, save_year
from deadlines.admin.asking import Difference, Planned, settle
from deadlines.calendar import Day
from deadlines.explain import WEEKDAYS
from deadlines.models import Calendar, RulesVersion
from deadlines.rules import current_rules
from deadlines.year_file import MOST_BYTES, YearFile, read_year
from foundation.clock import now
from kernel.errors import Invalid
from organizations.actors import actor_of, address_of
from organizations.permissions import require


class YearForm(forms.Form):
    """The file, or what the preview page carries on of it."""

    file = forms.FileField(
        label=_("年度文件"),
        required=False,
        help_text=_("holiday-cn 格式的 JSON，一年一个文件，例如 2027.json"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_BYTES)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        try:
            data["year"] = self._read()
        except Invalid as wrong:
            for error in wrong.errors:
                self.add_error("file", error.message)
        return data

    def _read(self) -> YearFile:
        file = self.cleaned_data.get("file")
        if file is None:
            if not self.cleaned_data.get("content"):
                raise forms.ValidationError({"file": _("请选择文件。")})
            return read_year(self.cleaned_data["content"].encode(), file_name=self.cleaned_data["file_name"])
        self.carried = file.read(MOST_BYTES + 1)
        return read_year(self.carried, file_name=file.name)

    def carry_on(self) -> dict[str, str]:
        """The file as fields of the preview page."""
        file = self.cleaned_data.get("file")
        if file is None:
            return {name: self.cleaned_data[name] for name in ("content", "file_name")}
        return {"content": self.carried.decode("utf-8-sig"), "file_name": file.name[:200]}


def upload_view(request: HttpRequest, calendar: Calendar, model_admin: admin.ModelAdmin) -> HttpResponse:
    """The form; posted, the year is saved once what it changes and moves has been looked at (`asks_first`)."""
    require(actor_of(request), "deadlines.configure")
    form = YearForm(request.POST, request.FILES) if request.method == "POST" else YearForm()
    if request.method == "POST" and form.is_valid():
        _save(request, calendar, form)
        return HttpResponseRedirect(reverse("admin:deadlines_calendar_change", args=[calendar.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": gettext("载入一年的节假日：%(calendar)s") % {"calendar": calendar},
        "list_url": reverse("admin:deadlines_calendar_changelist"),
        "form": form,
    }
    return TemplateResponse(request, "admin/deadlines/year.html", context)


def _save(request: HttpRequest, calendar: Calendar, form: YearForm) -> None:
    file: YearFile = form.cleaned_data["year"]
    token = f"{RulesVersion.current()} {calendar.pk} {file.year}"
    saved = save_year(calendar, file, actor=actor_of(request), now=now(), address=address_of(request))
    facts = {"calendar": calendar, "year": file.year, "source": file.source}
    title = gettext("%(calendar)s：载入 %(year)s 年节假日（%(source)s）") % facts
    planned = Planned(
        title=title,
        token=token,
        rules=current_rules(),
        differences=list(_differences(saved)) or [_same(file)],
        fields=form.carry_on(),
    )
    settle(request, planned)
    words = gettext("已载入 %(year)s 年：%(n)s 天有变化。")
    messages.success(request, words % {"year": file.year, "n": len(saved.changed)})


def _differences(saved: SavedYear) -> list[Difference]:
    return [
        Difference(f"{day} {WEEKDAYS[day.weekday()]}", _words(saved.before.get(day)), _words(saved.after.get(day)))
        for day in saved.changed
    ]


def _words(day: Day | None) -> str:
    return gettext("按星期") if day is None else f"{day.kind.label} {day.name}".rstrip()


def _same(file: YearFile) -> Difference:
    return Difference(str(file.year), gettext("与文件相同"), gettext("只记录来源"))
