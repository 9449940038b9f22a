"""What the admin pages of categories, standards and catalogue share."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.models.rulebook import renew_stamp
from organizations.admin_base import CenterModelAdmin


class RulebookAdmin(CenterModelAdmin):
    """Deleting many rows at once passes by their `delete`: the stamp is renewed here."""

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            renew_stamp()
