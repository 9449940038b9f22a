"""The person behind a case; every field that tells who it is rests encrypted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organizations.secrets import EncryptedTextField


class Requester(models.Model):
    """诉求人. Found by keyed hashes of the number alone, shown masked."""

    case = models.OneToOneField(Case, verbose_name=_("案件"), related_name="requester", on_delete=models.CASCADE)
    name = EncryptedTextField(_("姓名"), blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    address = EncryptedTextField(_("联系地址"), blank=True)
    words = EncryptedTextField(
        _("原话"), blank=True, help_text=_("标题、内容、地址中写有号码或本人姓名时的原文；明文字段里已隐去")
    )
    phone_hash = models.CharField(_("电话检索值"), max_length=64, blank=True)
    phone_tail_hash = models.CharField(_("尾号检索值"), max_length=64, blank=True)
    is_secret = models.BooleanField(_("保密"), default=False, help_text=_("承办单位看不到诉求人"))

    class Meta:
        verbose_name = verbose_name_plural = _("诉求人")
        indexes = [
            # "Who else called from this number": repeat requesters.
            models.Index(fields=["phone_hash"], condition=~models.Q(phone_hash=""), name="requester_by_phone"),
            # Search by the last four digits.
            models.Index(
                fields=["phone_tail_hash"], condition=~models.Q(phone_tail_hash=""), name="requester_by_phone_tail"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
