"""The reference client of `docs/clients/`, as integrators copy it: the demo's departments answer with it."""

import importlib.util
from functools import cache
from types import ModuleType

from django.conf import settings


@cache
def client() -> ModuleType:
    path = settings.BASE_DIR / "docs" / "clients" / "department.py"
    spec = importlib.util.spec_from_file_location("department_client", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
