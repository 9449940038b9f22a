"""How cases hang together: a duplicate follows its main case, the same matter comes again, a whistle was blown."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organizations.models import Organization


class CaseMerge(models.Model):
    """并案: one case follows another (`Case.merged_into`); undoing it keeps the row."""

    case = models.ForeignKey(Case, verbose_name=_("并入的案件"), related_name="merges", on_delete=models.PROTECT)
    main = models.ForeignKey(Case, verbose_name=_("主案件"), related_name="merged", on_delete=models.PROTECT)
    reason = models.CharField(_("理由"), max_length=200)
    lead_before = models.ForeignKey(
        Organization, verbose_name=_("并案前的主办单位"), null=True, related_name="+", on_delete=models.PROTECT
    )
    merged_at = models.DateTimeField(_("并案时间"))
    merged_by_label = models.CharField(_("并案人"), max_length=80)
    undone_at = models.DateTimeField(_("拆案时间"), null=True)
    undone_by_label = models.CharField(_("拆案人"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("并案")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at=None), name="case_follows_one_main_case"),
            models.CheckConstraint(condition=~Q(case=F("main")), name="case_does_not_follow_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.main_id}"


class CaseRelation(models.Model):
    """Two cases that belong together and stay two: the later one points at the earlier."""

    class Kind(models.TextChoices):
        AGAIN = "again", _("同一事项再次反映")
        REOPENED = "reopened", _("重开")

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="relations", on_delete=models.PROTECT)
    earlier = models.ForeignKey(Case, verbose_name=_("先前的案件"), related_name="later", on_delete=models.PROTECT)
    kind = models.CharField(_("关系"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("关联案件")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case", "earlier", "kind"], name="two_cases_are_related_once"),
            models.CheckConstraint(condition=~Q(case=F("earlier")), name="case_is_not_related_to_itself"),
            models.UniqueConstraint(fields=["earlier"], condition=Q(kind="reopened"), name="case_is_reopened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()} {self.earlier_id}"


class RelationCursor(models.Model):
    """How far the feed has been read for what came again; one row, locked by whoever reads on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(_("序号"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("再次反映的查找进度")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="relations_have_one_cursor")]

    def __str__(self) -> str:
        return str(self.position)


class CaseLink(models.Model):
    """What another room does about this case, told in its own words; written through `cases.actions.link` alone."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), related_name="links", on_delete=models.PROTECT)
    kind = models.CharField(_("类别"), max_length=20)
    ref = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("标题"), max_length=200)
    state = models.CharField(_("状态"), max_length=40)
    holds_reply = models.BooleanField(_("未完成前不能回复"), default=False)
    changed_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("案件关联事项")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "ref"], name="case_is_linked_once_to_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
