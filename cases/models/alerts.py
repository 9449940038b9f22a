"""突发事件预警: words that must reach every dispatcher at once (接诉即办工作条例 §29)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.rulebook import RulebookRow


class AlertWord(RulebookRow):
    """A word in an order's text that makes an alert of it, and words near which it means nothing."""

    word = models.CharField(_("预警词"), max_length=20, unique=True, help_text=_("例如 燃气泄漏、坍塌、溺水"))
    unless = models.CharField(
        _("除非含有"), max_length=100, blank=True, help_text=_("用顿号分开，例如 演练、宣传；含有其一就不预警")
    )
    is_active = models.BooleanField(_("在用"), default=True, help_text=_("取消后不再对新来件预警"))

    class Meta:
        verbose_name = verbose_name_plural = _("预警词")
        ordering = ("word",)

    def __str__(self) -> str:
        return self.word


class CaseAlert(models.Model):
    """One alert of one case; it stands on every dispatcher's desk until somebody takes it."""

    case = models.OneToOneField(Case, verbose_name=_("案件"), related_name="alert", on_delete=models.PROTECT)
    words = models.CharField(_("命中的词"), max_length=100)
    raised_at = models.DateTimeField(_("预警时间"))
    taken_at = models.DateTimeField(_("处置时间"), null=True)
    taken_by_label = models.CharField(_("处置人"), max_length=80, blank=True)
    note = models.CharField(_("处置情况"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("突发预警")
        ordering = ("-raised_at", "-id")
        indexes = [
            # The banner on every dispatcher's desk.
            models.Index(fields=["-raised_at", "-id"], condition=Q(taken_at=None), name="alert_nobody_took"),
        ]

    def __str__(self) -> str:
        return self.words
