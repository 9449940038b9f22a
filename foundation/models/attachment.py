"""A file that somebody sent to go with a later call: a photo of the spot, a document."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """`sha256` is that of the bytes as sent, by which the same file sent again is known; kept is what was made of them.
    Nothing has linked it as long as `unused_until` is set: then it is the uploader's alone, and goes at that time."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("图片")
        DOCUMENT = "document", _("文档")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploader_key = models.CharField(_("上传者标识"), max_length=100)
    uploader_label = models.CharField(_("上传者"), max_length=100)
    organization_id = models.BigIntegerField(_("上传单位"), null=True)
    sha256 = models.CharField(_("内容摘要"), max_length=64)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    media_type = models.CharField(_("媒体类型"), max_length=100)
    name = models.CharField(_("文件名"), max_length=120)
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    lon = models.FloatField(_("拍摄经度"), null=True)
    lat = models.FloatField(_("拍摄纬度"), null=True)
    created_at = models.DateTimeField(_("上传时间"))
    unused_until = models.DateTimeField(_("未使用则保留至"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        constraints = [
            models.UniqueConstraint(
                fields=["uploader_key", "sha256"],
                condition=Q(unused_until__isnull=False),
                name="file_sent_again_is_the_same_until_used",
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="attachment_was_taken_on_this_earth",
            ),
        ]
        indexes = [
            # Used by remove_unused_attachments.
            models.Index(fields=["unused_until"], name="attachment_unused", condition=Q(unused_until__isnull=False)),
            # Used by add_attachment, for what one has sent today.
            models.Index(fields=["uploader_key", "created_at"], name="attachment_of_uploader"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_used(self) -> bool:
        return self.unused_until is None

    @property
    def is_image(self) -> bool:
        return self.kind == self.Kind.IMAGE
