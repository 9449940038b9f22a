"""回访: what the requester says of the handling; the three rates are counted from these rows."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class CallBack(models.Model):
    """One call to the requester after the reply (接诉即办工作条例 §23)."""

    class Solved(models.TextChoices):
        YES = "yes", _("已解决")
        PARTLY = "partly", _("部分解决")
        NO = "no", _("未解决")

    class Satisfied(models.TextChoices):
        VERY = "very", _("非常满意")
        SATISFIED = "satisfied", _("满意")
        BASICALLY = "basically", _("基本满意")
        DISSATISFIED = "dissatisfied", _("不满意")
        VERY_DISSATISFIED = "very_dissatisfied", _("非常不满意")

    class Way(models.TextChoices):
        PHONE = "phone", _("电话")
        SMS = "sms", _("短信")
        WEB = "web", _("网络")
        CITY = "city", _("市级回访")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="callbacks", on_delete=models.PROTECT)
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    at = models.DateTimeField(_("时间"))
    actor_label = models.CharField(_("回访人"), max_length=80)
    way = models.CharField(_("方式"), max_length=8, choices=Way, default=Way.PHONE)
    is_reached = models.BooleanField(_("联系上"))
    was_contacted = models.BooleanField(_("承办单位曾联系"), null=True)
    solved = models.CharField(_("是否解决"), max_length=8, choices=Solved, blank=True)
    satisfied = models.CharField(_("是否满意"), max_length=20, choices=Satisfied, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    is_imported = models.BooleanField(
        _("随文件导入"), default=False, help_text=_("历史文件带来的结果，文件没有写的项目留空")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("回访")
        ordering = ("-id",)
        indexes = [
            # The rates: the calls of a period that reached somebody.
            models.Index(fields=["at", "id"], condition=models.Q(is_reached=True), name="callback_reached_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_reached=False, was_contacted__isnull=True, solved="", satisfied="")
                | models.Q(is_reached=True, was_contacted__isnull=False)
                & ~models.Q(solved="")
                & ~models.Q(satisfied="")
                | models.Q(is_imported=True, is_reached=True) & ~models.Q(solved="", satisfied=""),
                name="callback_answers_all_or_was_not_reached",
            ),
        ]

    def __str__(self) -> str:
        return gettext("案件 %(case)s 第 %(round)d 轮回访") % {"case": self.case_id, "round": self.round}
