"""What may be reported through Open311: the categories of `cases/data/open311_services.csv`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q

from cases import data
from cases.models import Category

TOP_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Service:
    """One line of the services list; keywords are the names of what lies below the category."""

    code: str
    name: str
    group: str
    keywords: tuple[str, ...]

    def as_listed(self) -> dict[str, Any]:
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": f"{self.group}：{self.name}" if self.group else self.name,
            "metadata": False,
            "type": "realtime",
            "keywords": ",".join(self.keywords),
            "group": self.group,
        }


def open_services(on: date) -> dict[str, Service]:
    """Services by code in the order of the file. A category that is retired, out of force or too deep is left out;
    of a code in several schemes the newest counts, as at intake."""
    in_force = Q(scheme__valid_from__lte=on) & (Q(scheme__valid_to__isnull=True) | Q(scheme__valid_to__gte=on))
    found = Category.objects.filter(
        in_force, kind=Category.Kind.HOTLINE, level__lte=TOP_LEVELS, code__in=_codes(), is_active=True
    )
    newest_last = found.select_related("parent").prefetch_related("children").order_by("scheme__valid_from", "-pk")
    by_code = {category.code: _service(category) for category in newest_last}
    return {code: by_code[code] for code in _codes() if code in by_code}


def _service(category: Category) -> Service:
    below = tuple(child.name for child in category.children.all() if child.is_active)
    return Service(category.code, category.name, category.parent.name if category.parent else "", below)


@cache
def _codes() -> tuple[str, ...]:
    return tuple(row["code"] for row in data.read("open311_services.csv"))
