"""The roles of a person as one cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from organizations.roles import Role
from organizations.sheets.cells import text_in
from organizations.sheets.columns import Column, Directory
from organizations.sheets.names import Names

_BETWEEN = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, kw_only=True)
class RolesColumn(Column):
    """Several roles between 、 in any order, by name or code."""

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> frozenset[str]:
        names: Names[Role] = Names(_("角色"))
        for role in Role:
            names.add(role, role, [str(role.label), str(role)])
        return frozenset(str(names.find(part)) for part in _BETWEEN.split(text_in(raw)) if part)

    def show(self, value: frozenset[str] | None, directory: Directory) -> str:
        return "、".join(str(role.label) for role in Role if role in (value or ()))

    def empty(self) -> frozenset[str]:
        return frozenset()

    def get(self, obj: Model) -> frozenset[str]:
        """Of a stored user whose grants were fetched along."""
        grants: Any = obj
        return frozenset(grant.role for grant in grants.role_grants.all())

    def set(self, obj: Model, value: Any) -> None:
        """Roles are given by their own action once the account is there."""
