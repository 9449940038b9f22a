"""The rungs of the escalation ladder."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from deadlines.admin.ladder_dry_run import dry_run_page
from deadlines.admin.rules import RulesAdmin
from deadlines.models import LadderRung
from deadlines.recipients import Recipient


class LadderRungForm(forms.ModelForm):
    recipients = forms.MultipleChoiceField(
        label=_("通知谁"),
        choices=Recipient.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("不选则按动作的惯例"),
    )


@admin.register(LadderRung)
class LadderRungAdmin(RulesAdmin):
    form = LadderRungForm
    change_list_template = "admin/ladder/change_list.html"
    list_display = (
        "clock_kind",
        "urgency",
        "organization_kind",
        "number",
        "name",
        "action",
        "told",
        "share",
        "after_n",
        "after_kind",
        "valid_from",
        "valid_to",
    )
    list_filter = ("clock_kind", "urgency", "action")

    @admin.display(description=_("通知谁"))
    def told(self, rung: LadderRung) -> str:
        return "、".join(str(recipient.label) for recipient in rung.as_rung().hearers)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.dry_run)
        return [path("dry-run/", page, name="deadlines_ladderrung_dry_run"), *super().get_urls()]

    def dry_run(self, request: HttpRequest) -> HttpResponse:
        return dry_run_page(request, self)
