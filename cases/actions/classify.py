"""归类."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.door import open_door
from cases.models import Case, Category
from kernel.actors import Actor


def classify(
    case_id: int, *, category: Category, actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """A person names the category; a case still to be dispatched goes before the catalogue again."""
    with open_door(case_id, action="classify", actor=actor, now=now, expected_version=expected_version) as change:
        change.set(category=category, needs_classification=False, is_held=False, hold_reason="")
        change.event("classified", _("归类为 %(category)s") % {"category": category}, category=category.pk)
    return change.case
