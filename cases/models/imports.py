"""What imports of order files keep: how columns are matched, and which cases came as history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class OrderMapping(models.Model):
    """How the columns of one kind of order file are matched, as a person made it; the packaged ones are files."""

    name = models.SlugField(_("名称"), max_length=60, unique=True, allow_unicode=True)
    title = models.CharField(_("说明"), max_length=100)
    columns = models.JSONField(_("列对应"))
    saved_by = models.CharField(_("保存者标识"), max_length=40)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("工单文件对应")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.title


class ImportedHistory(models.Model):
    """A case that came finished out of a file, with the fingerprint of how it ended.

    Only such a case may be written over by another import of history: what this centre handled itself never is.
    """

    case = models.OneToOneField(
        Case, verbose_name=_("案件"), related_name="imported_history", primary_key=True, on_delete=models.PROTECT
    )
    fingerprint = models.CharField(_("办理结果指纹"), max_length=64)
    file_name = models.CharField(_("文件"), max_length=200)
    imported_at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("历史导入")

    def __str__(self) -> str:
        return self.file_name
