"""What a case is about: trees of categories, each attached to the edition of a standard."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.rulebook import RulebookRow


class CategoryScheme(RulebookRow):
    """One edition of a classification. Nothing is ever keyed on a bare code: "04" means another thing elsewhere."""

    code = models.CharField(_("编码"), max_length=32, unique=True, help_text=_("例如 gbt47678.5-2026"))
    name = models.CharField(_("名称"), max_length=100, help_text=_("例如 管理部件和事项分类"))
    standard = models.CharField(_("依据标准"), max_length=60, help_text=_("例如 GB/T 47678.5"))
    version = models.CharField(_("版本"), max_length=20, help_text=_("例如 2026"))
    valid_from = models.DateField(_("启用日期"), help_text=_("本区开始使用的日期，例如 2026-01-01"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True, help_text=_("当日仍有效；仍在使用留空"))

    class Meta:
        verbose_name = verbose_name_plural = _("分类方案")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="scheme_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.standard}-{self.version}）"


class Category(RulebookRow):
    """One node of a tree: 大类, 小类, or one of the three levels of a hotline request.

    A code that the standard prints twice is told apart by its place: `0905:090499` is the one under 0905.
    """

    class Kind(models.TextChoices):
        COMPONENT = "component", _("部件")
        EVENT = "event", _("事项")
        HOTLINE = "hotline", _("诉求")

    scheme = models.ForeignKey(
        CategoryScheme, verbose_name=_("分类方案"), related_name="categories", on_delete=models.PROTECT
    )
    kind = models.CharField(
        _("类型"),
        max_length=10,
        choices=Kind,
        help_text=_("部件是物，如 井盖；事项是事，如 暴露垃圾；诉求是热线来电的类别"),
    )
    code = models.CharField(_("编码"), max_length=16, help_text=_("同一方案、同一类型内不重复，例如 06010"))
    name = models.CharField(_("名称"), max_length=60, help_text=_("例如 暴露垃圾"))
    level = models.PositiveSmallIntegerField(_("层级"), help_text=_("1 为大类，最多 3 级"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        related_name="children",
        on_delete=models.PROTECT,
        help_text=_("第 1 级不填；例如 暴露垃圾的上级是市容环境"),
    )
    path_name = models.CharField(_("全称"), max_length=200, editable=False)
    is_active = models.BooleanField(_("在用"), default=True, help_text=_("停用后不能再选，已有案件不受影响"))

    class Meta:
        verbose_name = verbose_name_plural = _("类别")
        ordering = ("scheme_id", "kind", "code")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "kind", "code"], name="code_is_unique_in_its_scheme_and_kind"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=3), name="category_has_three_levels_at_most"
            ),
            models.CheckConstraint(
                condition=models.Q(level=1, parent__isnull=True) | models.Q(level__gt=1, parent__isnull=False),
                name="only_a_top_category_has_no_parent",
            ),
        ]
        indexes = [
            # Intake finds a category by the code the sender wrote.
            models.Index(fields=["code", "kind"], name="category_by_code"),
        ]

    def __str__(self) -> str:
        return self.path_name or self.name

    def path_under(self, parent: "Category | None") -> str:
        """Full name below this parent: "街面秩序类 / 占道经营"."""
        return f"{parent.path_name} / {self.name}" if parent else self.name

    def clean(self) -> None:
        super().clean()
        parent = self.parent
        if parent is None:
            return
        if parent.level + 1 != self.level:
            raise ValidationError({"parent": _("上级的层级应比本级小 1。")})
        if (parent.scheme_id, parent.kind) != (self.scheme_id, self.kind):
            raise ValidationError({"parent": _("上级须属于同一方案、同一类型。")})
