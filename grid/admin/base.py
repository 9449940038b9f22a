from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.clock import now
from foundation.explained import ExplainedFields, HelpTexts
from kernel.actors import Actor, ActorKind
from kernel.times import local_date


def actor_of(request: HttpRequest) -> Actor:
    return Actor(kind=ActorKind.USER, id=str(request.user.pk), label=str(request.user))


class DatedForm(ModelForm):
    """Refuses what the action would refuse, so that it is shown at the field."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        ended = cleaned.get("ended_on")
        if ended is not None and ended > local_date(now()):
            self.add_error("ended_on", _("日期不能晚于今天"))
        return cleaned


class ImportedAdmin(ExplainedFields, admin.ModelAdmin):
    """What comes by loading and importing alone, and ends by a date."""

    form = DatedForm
    help_texts: ClassVar[HelpTexts] = {
        "ended_on": _("从这一天起不再使用，例如 2026-12-01；不能晚于今天，仍在使用留空"),
    }
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
