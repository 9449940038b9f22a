"""Standards and limits in the admin: who changes one is shown which running clocks would follow."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.follow_limits import facts_of
from cases.admin.rulebook import RulebookAdmin
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.rules.standards import LimitsChange
from deadlines.admin.asking import Planned, asks_first, settle
from deadlines.rules import current_rules
from foundation.explained import HelpTexts

_BEFORE = "_rulebook_before"


class LimitsAdmin(RulebookAdmin):
    """Clocks that followed a row follow what stands in its place, by a job and after a look at what it moves."""

    help_texts: ClassVar[HelpTexts] = {
        "flow": gettext_lazy("例如 接诉即办；不限流程留空"),
        "urgency": gettext_lazy("例如 紧急；不限紧急程度留空"),
        "calendar": gettext_lazy("按哪一个日历计算，例如 七天轮班的服务按轮班日历；空表示默认日历"),
        "counts_from": gettext_lazy("从哪一时刻起算，例如 市级来件从接收起，网格案件从派遣起"),
        "valid_to": gettext_lazy("当日仍有效，例如 2026-12-31；长期有效留空"),
        "note": gettext_lazy("例如 依据《北京市接诉即办工作条例》"),
    }

    @asks_first
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    @asks_first
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().delete_view(request, *args, **kwargs)

    @asks_first
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changelist_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        setattr(request, _BEFORE, current_rulebook())
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._limits_changed(request, getattr(request, _BEFORE), _("修改“%(row)s”") % {"row": form.instance})

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        before, name = current_rulebook(), str(obj)
        super().delete_model(request, obj)
        self._limits_changed(request, before, _("删除“%(row)s”") % {"row": name})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        before, names = current_rulebook(), _("、").join(str(row) for row in queryset)
        super().delete_queryset(request, queryset)
        self._limits_changed(request, before, _("删除“%(row)s”") % {"row": names})

    def _limits_changed(self, request: HttpRequest, before: Rulebook, what: str) -> None:
        change = LimitsChange.between(before.limits, current_rulebook().limits)
        if not change.keys:
            return
        settle(
            request,
            Planned(
                title=f"{self.opts.verbose_name} · {what}"[:200],
                token=str(before.stamp),
                rules=current_rules(),
                planned=facts_of(change, is_planned=True),
                facts=facts_of(change, is_planned=False),
            ),
        )
