"""The rungs of the escalation ladder."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from deadlines.admin.ladder_dry_run import dry_run_page
from deadlines.admin.rules import RulesAdmin
from deadlines.models import LadderRung
from deadlines.recipients import Recipient
from foundation.explained import HelpTexts


class LadderRungForm(forms.ModelForm):
    recipients = forms.MultipleChoiceField(
        label=_("通知谁"),
        choices=Recipient.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("不选则按动作的惯例，例如 报上级通知上级单位和它的值班人"),
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
    help_texts: ClassVar[HelpTexts] = {
        "urgency": _("例如 emergency；空表示不限。有专门一套的紧急程度不再用通用的一套"),
        "organization_kind": _("例如 街道办事处；空表示不限"),
        "number": _("从 1 起，按发生先后，例如 1 提醒、2 超期、3 督办"),
        "offset_kind": _("例如 还没到期的提醒选用去时限的份额，到期以后的选到期之后"),
        "share": _("例如 0.8，即时限用去八成、还剩两成时；只在按份额时填"),
        "after_kind": _("例如 工作时：夜里和假日不走；只在到期之后填"),
        "after_n": _("例如 4 即到期后 4 个工作时；0 即到期之时"),
        "action": _("例如 督办会开出督办单并另起答复时限"),
        "name": _("通知和案件流程里的叫法，例如 超期督办"),
        "valid_from": _("按时钟开始之日判断，例如 2026-01-01 起收到的案件"),
        "valid_to": _("含当日，例如 2026-12-31；空表示一直有效"),
    }
    list_filter = ("clock_kind", "urgency", "action")

    @admin.display(description=_("通知谁"))
    def told(self, rung: LadderRung) -> str:
        return "、".join(str(recipient.label) for recipient in rung.as_rung().hearers)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.dry_run)
        return [path("dry-run/", page, name="deadlines_ladderrung_dry_run"), *super().get_urls()]

    def dry_run(self, request: HttpRequest) -> HttpResponse:
        return dry_run_page(request, self)
