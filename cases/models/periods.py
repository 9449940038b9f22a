"""Rows that are in force from one day to another: configuration is dated, never overwritten."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.rulebook import RulebookRow


class DatedRow(RulebookRow):
    """In force from `valid_from` to `valid_to`, both days included; without an end until further notice.

    `same_ground` names the fields that make two rows speak of the same thing: such rows may follow each other in
    time but not overlap, else the newer one would win only by accident. The database refuses the same start day.
    """

    same_ground: ClassVar[tuple[str, ...]]

    valid_from = models.DateField(_("生效日期"), help_text=_("当日起生效，例如 2026-01-01"))
    valid_to = models.DateField(_("截止日期"), null=True, blank=True, help_text=_("当日仍有效；长期有效留空"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.clean_alone()
        self.clean_beside_others()

    def clean_alone(self) -> None:
        """What can be said without looking at other rows; who checks a whole file asks only this of each row."""
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("截止日期不能早于生效日期。")})

    def clean_beside_others(self) -> None:
        other = self.overlapping().first() if self.valid_from is not None else None
        if other is not None:
            raise ValidationError(
                _("与“%(other)s”（编号 %(pk)s）的适用范围和有效期重叠，请先为它填写截止日期。"),
                code="overlaps",
                params={"other": other, "pk": other.pk},
            )

    def overlapping(self) -> models.QuerySet["DatedRow"]:
        """Other rows on the same ground that share at least one day with this one."""
        ground = models.Q()
        for name in self.same_ground:
            value = self.serializable_value(name)
            ground &= models.Q(**({f"{name}__isnull": True} if value is None else {name: value}))
        shares_a_day = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=self.valid_from)
        if self.valid_to is not None:
            shares_a_day &= models.Q(valid_from__lte=self.valid_to)
        return type(self)._default_manager.filter(ground & shares_a_day).exclude(pk=self.pk)
