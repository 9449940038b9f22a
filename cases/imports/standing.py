"""What stands there already of a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from cases.imports.drafts import Draft

_KNOWN = """
SELECT one.source, one.order_no, one.id, one.fingerprint, past.fingerprint
FROM unnest(%s::text[], %s::text[]) AS asked (source, order_no)
JOIN cases_case AS one ON one.source = asked.source AND one.order_no = asked.order_no
LEFT JOIN cases_importedhistory AS past ON past.case_id = one.id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A case that has this number; `past` is the fingerprint of its end when it came as history."""

    case_id: int
    fingerprint: str
    past: str | None

    def says_the_same(self, draft: Draft) -> bool:
        return self.fingerprint == draft.fingerprint and (draft.ending is None or self.past == draft.end_fingerprint)


def standing(drafts: Sequence[Draft]) -> dict[tuple[str, str], Standing]:
    """The cases that have the numbers of these drafts already, in one statement."""
    if not drafts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[one.order.source for one in drafts], [one.order.order_no for one in drafts]])
        rows = cursor.fetchall()
    return {(source, order_no): Standing(*rest) for source, order_no, *rest in rows}
