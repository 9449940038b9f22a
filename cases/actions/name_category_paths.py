"""写全称."""

from django.db import transaction

from cases.models import Category


@transaction.atomic
def name_category_paths(top: Category) -> None:
    """Writes the full names of a category and of all below it, after one was named or moved."""
    top.path_name = top.path_under(top.parent)
    top.save(update_fields=["path_name"])
    for child in top.children.all():
        name_category_paths(child)
