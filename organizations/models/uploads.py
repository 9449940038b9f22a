"""A file of configuration between its preview and its application."""

import base64
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.users import User
from organizations.secrets import EncryptedTextField


class ConfigUpload(models.Model):
    """Kept for its owner alone, and for a day: a file of users names telephones, so it rests encrypted.

    Once applied the content is gone and the result remains.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("配置表"), max_length=40)
    owner = models.ForeignKey(User, verbose_name=_("上传人"), related_name="+", on_delete=models.CASCADE)
    file_name = models.CharField(_("文件名"), max_length=200)
    sealed = EncryptedTextField(_("内容"), blank=True)
    uploaded_at = models.DateTimeField(_("上传时间"))
    result = models.JSONField(_("导入结果"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("配置文件")
        indexes = [
            # Used when a file comes in: those older than a day go.
            models.Index(fields=["uploaded_at"], name="config_upload_by_time"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.sealed or "")

    @content.setter
    def content(self, content: bytes) -> None:
        self.sealed = base64.b64encode(content).decode()
