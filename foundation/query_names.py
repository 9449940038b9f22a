"""Names in the query of an address: one that is misspelt must not hand out everything, or quietly do nothing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from rest_framework.request import Request

from kernel.errors import FieldError, Invalid


def refuse_unknown_names(request: Request, known: Iterable[str] = ()) -> None:
    """Raises Invalid that names each parameter beside the known ones; without these, every one."""
    message = _("没有这个查询参数。")
    strange = sorted(set(request.query_params) - set(known))
    errors = [FieldError(name[:80], "unknown", message) for name in strange]
    if errors:
        names = "、".join(error.field for error in errors[:10])
        raise Invalid(_("没有这些查询参数：%(names)s。") % {"names": names}, errors=errors[:50])
