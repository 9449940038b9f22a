"""The sheets of the house, as every app declares them as `SHEETS` in its `sheets`."""

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from kernel.errors import NotFound
from organizations.sheets.sheet import Sheet


@cache
def all_sheets() -> dict[str, Sheet[Any]]:
    """By kind, in the order of `INSTALLED_APPS`."""
    sheets: list[Sheet[Any]] = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "sheets"):
            sheets.extend(getattr(import_module(f"{config.name}.sheets"), "SHEETS", ()))
    return {sheet.kind: sheet for sheet in sheets}


def sheet_of(kind: str) -> Sheet[Any]:
    """Raises NotFound for a kind that nobody declares."""
    try:
        return all_sheets()[kind]
    except KeyError:
        raise NotFound(_("没有“%(kind)s”这种配置表。") % {"kind": kind}) from None
