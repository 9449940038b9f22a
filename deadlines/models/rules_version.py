"""The stamp by which a process knows whether its copy of calendar and ladder is still true."""

import uuid

from django.db import models

from foundation.stamps import read_stamp


class RulesVersion(models.Model):
    """One row, drawn anew with every change of calendar or ladder.

    A random stamp and not a counter: a rolled-back change must never leave a process holding a copy under a number
    that the next change will be given.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rules_have_one_version")]

    def __str__(self) -> str:
        return str(self.stamp)

    @classmethod
    def bump(cls) -> None:
        """Call in the transaction that changes calendars, frames or rungs."""
        cls.objects.update_or_create(pk=1, defaults={"stamp": uuid.uuid4()})

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """None until something has been loaded."""
        return read_stamp(cls)
