"""The tag of a whistle: `"v3.17"`, its own version and the sum of those of its summonses that the reader sees."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from rest_framework.request import Request

from enforcement.actions.whole_version import Seen
from enforcement.models import Summons, Whistle
from foundation.errors import Malformed
from kernel.errors import FieldError

_TAG = re.compile(r'"v([0-9]{1,18})\.([0-9]{1,18})"')


def tag_of(whistle: Whistle, summonses: Iterable[Summons]) -> str:
    return f'"v{whistle.version}.{sum(one.version for one in summonses)}"'


def expected_whole(request: Request) -> Seen | None:
    """What the caller acts on; None without `If-Match` or with `*`. Raises Malformed for what is no such tag."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = _TAG.fullmatch(given)
    if found is None:
        message = _('If-Match 应当是哨的版本标记，例如 "v3.17"。')
        raise Malformed(message, errors=[FieldError("If-Match", "malformed", message)])
    return Seen(int(found[1]), int(found[2]))
