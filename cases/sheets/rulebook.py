"""What the sheets of the rulebook share: one right, and one stamp for a whole file."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from cases.models import Category
from cases.models.rulebook import RulebookRow, renew_stamp
from kernel.actors import Actor
from organizations.sheets.bulk import write_rows
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.sheet import Sheet

R = TypeVar("R", bound=RulebookRow)


class RulebookSheet(Sheet[R]):
    view_right = add_right = change_right = "cases.configure"

    def write(self, draft: Draft[R], *, actor: Actor, now: datetime, address: str) -> None:
        write_rows(draft, actor=actor, now=now, address=address)
        renew_stamp()


def category_names(categories: Iterable[Category]) -> Names[Category]:
    """By "06010 暴露垃圾", `event:06010`, the bare code, the full name, or with the scheme: whatever means only one."""
    names: Names[Category] = Names(_("类别"))
    for one in categories:
        kind_and_code = f"{one.kind}:{one.code}"
        texts = [f"{one.code} {one.name}", kind_and_code, one.code, one.path_name]
        names.add(one.pk, one, [*texts, f"{one.scheme.code}/{kind_and_code}"])
    return names
