"""Small streets, offices and trees for the stories about categories, standards and the catalogue."""

from datetime import date
from typing import Any

from cases import data
from cases.models import Category, CategoryScheme, FilingStandard
from grid.models import Community, District, Street
from organizations.models import Organization

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
FIRST_DAY = date(2020, 1, 1)
_AREA = {"shape": SQUARE, "area_m2": 1.0, "started_on": FIRST_DAY}


def street(code: str, name: str) -> Street:
    district, _new = District.objects.get_or_create(code=code[:6], defaults={"name": "石景山区", **_AREA})
    return Street.objects.create(code=code, name=name, district=district, **_AREA)


def community(code: str, name: str, street: Street) -> Community:
    return Community.objects.create(code=code, name=name, street=street, **_AREA)


def office(street: Street) -> Organization:
    return Organization.objects.create(
        kind="street", code=street.code, name=f"{street.name}办事处", short_name=street.name, street=street
    )


def department(name: str, kind: str = "department") -> Organization:
    return Organization.objects.create(kind=kind, code=f"T-{name}"[:32], name=name, short_name=name)


def scheme(code: str = "test") -> CategoryScheme:
    return CategoryScheme.objects.create(code=code, name=code, standard="T", version="1", valid_from=FIRST_DAY)


def category(code: str, *, kind: str = "event", parent: Category | None = None, **columns: Any) -> Category:
    in_scheme = columns.pop("scheme", None) or (parent.scheme if parent else CategoryScheme.objects.first() or scheme())
    made = Category(scheme=in_scheme, kind=kind, code=code, parent=parent, **({"name": f"类别{code}"} | columns))
    made.level = parent.level + 1 if parent else 1
    made.path_name = made.path_under(parent)
    made.save()
    return made


def standard(category: Category | None, n: float, kind: str = "work_hour", **columns: Any) -> FilingStandard:
    usual = {"condition": "条件", "closing_condition": "结案", "counts_from": "dispatched", "valid_from": FIRST_DAY}
    return FilingStandard.objects.create(category=category, limit_value=n, limit_kind=kind, **(usual | columns))


def everybody_in_the_catalogue() -> None:
    """The streets and organizations that the catalogue's file names, and nothing else."""
    rows = data.read("catalogue.csv")
    streets = {row["street"] for row in rows if row["street"]}
    for number, name in enumerate(sorted(streets), start=1):
        office(street(f"110107{number:03}", name))
    named = {row[column] for row in rows for column in ("target", "supervising")}
    for name in sorted(named - streets - {"", "属地街道"}):
        department(name)
