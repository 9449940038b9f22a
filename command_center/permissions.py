"""The permission table put together from the rows that every app declares as `PERMISSIONS` in its `permissions.py`."""

from collections.abc import Sequence
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission, Table, install

# What belongs to no app below.
PERMISSIONS: Sequence[Permission] = (
    Permission("command_center.show_wall", _("大屏展示"), scopes=frozenset({"wall:show"}), system=False),
)


def declared_rows() -> list[Permission]:
    """The rows of all apps, in the order of `INSTALLED_APPS`; a library's module of that name declares none."""
    rows: list[Permission] = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "permissions"):
            rows.extend(getattr(import_module(f"{config.name}.permissions"), "PERMISSIONS", ()))
    return rows


def put_together() -> Table:
    """Called once when the process starts, after every app is loaded."""
    return install(declared_rows())
