"""载入分类方案."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from cases import data
from cases.models import Category, CategoryScheme
from cases.models.rulebook import renew_stamp
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require


@transaction.atomic
def load_categories(*, actor: Actor, now: datetime) -> int:
    """Brings in the category trees of `cases/data/schemes.csv`; returns how many categories were new.

    What is there already stays as the administrators left it.
    """
    require(actor, "cases.configure")
    added = [category for row in data.read("schemes.csv") for category in _load_scheme(row)]
    if added:
        renew_stamp()
    record_load("categories.loaded", added, actor=actor, now=now)
    return len(added)


def default_categories() -> dict[str, Category]:
    """Categories of the schemes brought along, by kind and code: `event:06010`."""
    schemes = [row["code"] for row in data.read("schemes.csv")]
    return {f"{c.kind}:{c.code}": c for c in Category.objects.filter(scheme__code__in=schemes)}


def _load_scheme(row: dict[str, str]) -> list[Category]:
    scheme, _new = CategoryScheme.objects.get_or_create(
        code=row["code"],
        defaults={name: row[name] for name in ("name", "standard", "version", "valid_from")},
    )
    known = {(c.kind, c.code): c for c in scheme.categories.all()}
    by_level: dict[int, list[dict[str, str]]] = defaultdict(list)
    for line in data.read(row["file"]):
        by_level[int(line["level"])].append(line)
    added: list[Category] = []
    for level in sorted(by_level):
        missing = [
            _category(line, scheme=scheme, parent=known.get((line["kind"], line["parent_code"])))
            for line in by_level[level]
            if (line["kind"], line["code"]) not in known
        ]
        known |= {(c.kind, c.code): c for c in Category.objects.bulk_create(missing)}
        added += missing
    return added


def _category(line: dict[str, str], *, scheme: CategoryScheme, parent: Category | None) -> Category:
    category = Category(
        scheme=scheme,
        kind=line["kind"],
        code=line["code"],
        name=line["name"],
        level=int(line["level"]),
        parent=parent,
    )
    category.path_name = category.path_under(parent)
    return category
