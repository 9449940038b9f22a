"""The caps, windows and retries of the case's life."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.rulebook import RulebookAdmin
from cases.models import HandlingRules
from foundation.explained import HelpTexts


@admin.register(HandlingRules)
class HandlingRulesAdmin(RulebookAdmin):
    help_texts: ClassVar[HelpTexts] = {"valid_to": _("当日仍有效，例如 2026-12-31；长期有效留空")}
    list_display = ("valid_from", "valid_to", "return_cap", "extension_cap", "shelving_days_cap", "round_cap", "note")
    fieldsets = (
        (_("有效期"), {"fields": ("valid_from", "valid_to", "note")}),
        (
            _("退单、延期、挂账"),
            {"fields": ("return_cap", "extension_cap", "extension_days_cap", "shelving_cap", "shelving_days_cap")},
        ),
        (_("处置"), {"fields": ("is_after_photo_required", "round_cap")}),
        (
            _("回访"),
            {
                "fields": (
                    "callback_attempts",
                    "callback_wait_minutes",
                    "callback_from",
                    "callback_until",
                    "callback_script",
                )
            },
        ),
        (_("重复与重开"), {"fields": ("reopen_days", "again_days", "duplicate_days", "duplicate_metres")}),
    )
