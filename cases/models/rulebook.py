"""What categories, standards and catalogue rules share: a change to any of them renews one stamp.

Processes keep these tables compiled in memory (`cases.queries.rulebook`) and ask only for the stamp. It is a random
value, not a counter: a counter that a roll-back sets back would come to the same number again with other rows.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class RulebookStamp(models.Model):
    """One row; read before every decision."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(_("版本戳"))

    class Meta:
        verbose_name = verbose_name_plural = _("规则版本戳")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rulebook_has_one_stamp")]

    def __str__(self) -> str:
        return str(self.stamp)


def renew_stamp() -> None:
    """Tells every process to compile again; bulk writes call it themselves, in their own transaction."""
    RulebookStamp.objects.update_or_create(id=1, defaults={"stamp": uuid.uuid4()})


class RulebookRow(models.Model):
    """A row that decides: saving or deleting it renews the stamp in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            renew_stamp()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            renew_stamp()
        return deleted
