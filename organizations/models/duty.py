"""值班表: who answers for an organization from when to when, who stands in, who is away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models.organizations import Organization


class DutyPost(models.TextChoices):
    """What somebody is on duty as. At the centre the two are the duty supervisor and the district leader of the day."""

    ON_DUTY = "on_duty", _("值班")
    LEADER = "leader", _("带班领导")


class DutyShift(models.Model):
    """One turn. Nothing of a roster is deleted, only struck: who was told at night can be asked about for years."""

    organization_id: int
    organization = models.ForeignKey(
        Organization, verbose_name=_("单位"), related_name="duty_shifts", on_delete=models.PROTECT
    )
    post = models.CharField(_("岗位"), max_length=8, choices=DutyPost, default=DutyPost.ON_DUTY)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("值班人"), related_name="duty_shifts", on_delete=models.PROTECT
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("替班人"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
        help_text=_("值班人停用、调离或缺勤时由其接替"),
    )
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    is_active = models.BooleanField(_("有效"), default=True, help_text=_("作废的班次改为否，不能删除"))
    note = models.CharField(_("备注"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("值班班次")
        ordering = ("-starts_at", "organization", "post")
        constraints = [
            # Its index answers who is on duty there now.
            models.UniqueConstraint(
                fields=["organization", "post", "starts_at"],
                name="duty_shift_begins_once",
                violation_error_message=_("这个单位的同一岗位已有同时开始的班次。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="duty_shift_ends_after_it_starts",
                violation_error_message=_("结束须晚于开始。"),
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("person")),
                name="nobody_stands_in_for_himself",
                violation_error_message=_("替班人不能是值班人自己。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_post_display()} {self.person}"


class DutyAbsence(models.Model):
    """Somebody is away: on leave, ill, on a mission; the stand-in of his shifts takes over meanwhile."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), related_name="duty_absences", on_delete=models.PROTECT
    )
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    reason = models.CharField(_("事由"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("缺勤")
        ordering = ("-starts_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="duty_absence_ends_after_it_starts",
                violation_error_message=_("结束须晚于开始。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.reason}".strip()
