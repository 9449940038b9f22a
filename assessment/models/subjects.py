"""被考核对象: an organization or a person, as schemes know them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.states import SubjectKind


class Subject(models.Model):
    """`ref` is the id of the organization or user; `key` (its code, `user:7`) is what stays the same in a dump."""

    kind = models.CharField(_("类别"), max_length=12, choices=SubjectKind)
    ref = models.BigIntegerField(_("内部标识"))
    key = models.CharField(_("编码"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("考核对象")
        ordering = ("kind", "key")
        constraints = [
            # Also serves the facts: which subject an id of a base is.
            models.UniqueConstraint(fields=["kind", "ref"], name="subject_is_known_once"),
        ]

    def __str__(self) -> str:
        return self.name
