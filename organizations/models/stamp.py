"""The stamp by which a process knows whether its copy of the organizations is still true."""

from django.db import models


class OrganizationStamp(models.Model):
    """One row, drawn anew by a trigger with every statement that writes an organization, whoever sends it.

    A random value and not a counter: a counter that a roll-back sets back would come to the same number again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="organizations_have_one_stamp")]

    def __str__(self) -> str:
        return str(self.stamp)
