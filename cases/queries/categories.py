"""Finding the category that a sender's code means."""

from collections import defaultdict
from datetime import date

from cases.models import Category, CategoryScheme
from cases.queries.rulebook import current_rulebook
from cases.states import Flow

# A grid case is mostly about a matter; a component is meant when no matter has the code.
_GRID_FIRST = (Category.Kind.EVENT, Category.Kind.COMPONENT, Category.Kind.HOTLINE)
_HOTLINE_FIRST = (Category.Kind.HOTLINE, Category.Kind.EVENT, Category.Kind.COMPONENT)


def find_category(code: str, *, flow: str, on: date) -> Category | None:
    """The category in force on that day: by bare code (`030701`, `09006`), with its kind (`component:01003`) or as a
    node of the standard (`…:0905:090499`). A code that stands in several schemes means the one of the case's flow.

    The same row for everybody who asks, as long as no category changes: never change it.
    """
    by_code = current_rulebook().once("categories by code", _by_code)
    kind, wanted = _read(code)
    found = [c for one in wanted for c in by_code.get(one, ()) if kind in ("", c.kind) and _is_in_force(c.scheme, on)]
    first = [str(one) for one in (_GRID_FIRST if flow == Flow.GRID else _HOTLINE_FIRST)]
    return min(
        found,
        key=lambda c: (first.index(c.kind), wanted.index(c.code), -c.scheme.valid_from.toordinal(), c.pk),
        default=None,
    )


def _by_code() -> dict[str, list[Category]]:
    categories: defaultdict[str, list[Category]] = defaultdict(list)
    for category in Category.objects.filter(is_active=True).select_related("scheme"):
        categories[category.code].append(category)
    return dict(categories)


def _is_in_force(scheme: CategoryScheme, on: date) -> bool:
    return scheme.valid_from <= on and (scheme.valid_to is None or scheme.valid_to >= on)


def _read(code: str) -> tuple[str, list[str]]:
    """The kind, when the sender named it, and the codes to look for, best first."""
    parts = [part for part in code.strip().split(":") if part]
    kind = parts.pop(0) if len(parts) > 1 and parts[0] in Category.Kind.values else ""
    if not parts:
        return kind, []
    own, above = parts[-1], parts[-2] if len(parts) > 1 else ""
    if above.isdigit() and not own.startswith(above):
        return kind, [f"{above}:{own}"]
    # Six digits that end in 00 stand for their class of the second level, which has nothing below it.
    return kind, [own, own[:4]] if len(own) == 6 and own.endswith("00") else [own]
