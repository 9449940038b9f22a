"""办理规则: caps, windows and retries of the case's life as dated configuration."""

from datetime import time
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.periods import DatedRow


class HandlingRules(DatedRow):
    """One row is in force on a day; without any, its own defaults are (`cases.queries.handling_rules`)."""

    same_ground: ClassVar[tuple[str, ...]] = ()

    return_cap = models.PositiveSmallIntegerField(
        _("退单上限"), default=2, help_text=_("例如 2：退过两次后由区指挥中心指定，不得再退（首接负责）")
    )
    extension_cap = models.PositiveSmallIntegerField(
        _("延期上限"), default=2, help_text=_("每轮办理准予延期的次数，例如 2")
    )
    extension_days_cap = models.PositiveSmallIntegerField(
        _("延期最长天数"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("自然日，例如 30：应办结 12-01 的，一次最多延到 12-31"),
    )
    shelving_cap = models.PositiveSmallIntegerField(
        _("挂账上限"), default=2, help_text=_("每轮办理准予挂账的次数，例如 2")
    )
    shelving_days_cap = models.PositiveSmallIntegerField(
        _("挂账最长天数"), default=365, validators=[MinValueValidator(1)], help_text=_("自然日，例如 365")
    )
    round_cap = models.PositiveSmallIntegerField(
        _("办理轮次上限"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("回访未解决重新办理，例如 最多 3 轮，之后如实办结"),
    )
    callback_attempts = models.PositiveSmallIntegerField(
        _("回访次数上限"), default=3, validators=[MinValueValidator(1)], help_text=_("联系不上最多拨打几次，例如 3")
    )
    callback_wait_minutes = models.PositiveIntegerField(
        _("再次回访间隔"), default=240, help_text=_("分钟，例如 240：没联系上 4 小时后再打")
    )
    callback_from = models.TimeField(_("回访时段起"), default=time(9, 0), help_text=_("例如 09:00，早于此不打扰诉求人"))
    callback_until = models.TimeField(_("回访时段止"), default=time(20, 0), help_text=_("例如 20:00"))
    callback_script = models.TextField(
        _("回访话术"),
        blank=True,
        max_length=2000,
        help_text=_("回访页面显示，例如 您好，这里是区指挥中心，您反映的问题……"),
    )
    reopen_days = models.PositiveSmallIntegerField(
        _("重开期限"), default=60, help_text=_("办结后多少自然日内可以重开，例如 60")
    )
    again_days = models.PositiveSmallIntegerField(
        _("再次反映期限"), default=60, help_text=_("多少自然日内同一诉求人同一事项算再次反映，例如 60")
    )
    duplicate_days = models.PositiveSmallIntegerField(
        _("疑似重复天数"), default=7, help_text=_("在多少自然日内的案件里找疑似重复，例如 7")
    )
    duplicate_metres = models.PositiveSmallIntegerField(
        _("疑似重复距离"), default=200, help_text=_("米，例如 200：两个坐标相距更远就不算同一地点")
    )
    is_after_photo_required = models.BooleanField(
        _("处置须有后照"), default=True, help_text=_("数字城管案件回复时必须附处置后照片；取消则不检查")
    )
    note = models.CharField(_("备注"), max_length=300, blank=True, help_text=_("例如 依据 2026 年第 3 号通知"))

    class Meta:
        verbose_name = verbose_name_plural = _("办理规则")
        ordering = ("-valid_from",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="handling_rules_end_after_they_start",
            ),
            models.CheckConstraint(
                condition=models.Q(callback_from__lt=models.F("callback_until")), name="callbacks_have_their_hours"
            ),
            models.UniqueConstraint(fields=["valid_from"], name="handling_rules_begin_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"
