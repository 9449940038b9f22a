"""Categories, limits and catalogue compiled once per process, and compiled again when their stamp changes.

Deciding for one case then costs no SQL beyond the stamp; a sweep asks for the rulebook once per batch.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from cases.models import CatalogueRule, Category, ClockKind, ClockLimit, FilingStandard
from cases.models.rulebook import RulebookStamp
from cases.rules.catalogue import OnDays, Rule
from cases.rules.standards import LimitValue
from foundation.stamps import read_stamp

T = TypeVar("T")
MOST_ANSWERS = 10_000


class _Unknown:
    """What stands for no answer yet; None is one."""


_UNKNOWN = _Unknown()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`paths` leads from a category's id to the ids from its top down to itself; inactive categories keep theirs.
    `rules` are kept by the category they name, None for those that hold for all. `found` keeps answers that were worked
    out from these rows (`once`), and goes with them."""

    stamp: UUID | None
    paths: Mapping[int, tuple[int, ...]]
    rules: Mapping[int | None, tuple[Rule, ...]]
    rule_rows: Mapping[int, CatalogueRule]
    limits: tuple[LimitValue, ...]
    found: dict[Hashable, Any] = field(default_factory=dict)

    def path(self, category_id: int | None) -> tuple[int, ...]:
        """Empty for a case without category; a category added since this copy was compiled stands for itself."""
        return self.paths.get(category_id, (category_id,)) if category_id is not None else ()

    def once(self, key: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question that these rows alone decide, worked out when first asked. Several threads may ask
        at once: then it is worked out twice."""
        answer: T | _Unknown = self.found.get(key, _UNKNOWN)
        if isinstance(answer, _Unknown):
            if len(self.found) >= MOST_ANSWERS:
                self.found.clear()
            answer = self.found[key] = ask()
        return answer

    def rules_for(self, path: tuple[int, ...]) -> list[Rule]:
        """The rules that may speak of a case with this path; all others name another category."""
        return [rule for category in (None, *path) for rule in self.rules.get(category, ())]


_compiled: Rulebook | None = None


def current_rulebook() -> Rulebook:
    """The rulebook as committed (or as written so far in this transaction): one statement when nothing changed."""
    global _compiled  # noqa: PLW0603 - one compiled copy per process is the point
    stamp = read_stamp(RulebookStamp)
    book = _compiled
    if stamp is None or book is None or book.stamp != stamp:
        # The stamp was read before the rows: rows that changed in between are compiled again next time.
        book = _compiled = _compile(stamp)
    return book


def _compile(stamp: UUID | None) -> Rulebook:
    paths = _paths()
    rows = CatalogueRule.objects.filter(is_active=True).select_related("category", "street", "community")
    rule_rows = {row.pk: row for row in rows.defer("street__shape", "community__shape")}
    return Rulebook(
        stamp=stamp, paths=paths, rules=_by_category(rule_rows, paths), rule_rows=rule_rows, limits=_limits()
    )


def _paths() -> dict[int, tuple[int, ...]]:
    paths: dict[int, tuple[int, ...]] = {}
    for pk, parent in Category.objects.order_by("level").values_list("pk", "parent"):
        paths[pk] = (*paths[parent], pk) if parent is not None else (pk,)
    return paths


def _by_category(
    rows: Mapping[int, CatalogueRule], paths: Mapping[int, tuple[int, ...]]
) -> Mapping[int | None, tuple[Rule, ...]]:
    by_category: dict[int | None, list[Rule]] = defaultdict(list)
    for row in rows.values():
        by_category[row.category_id].append(_rule(row, paths))
    return {category: tuple(rules) for category, rules in by_category.items()}


def _rule(row: CatalogueRule, paths: Mapping[int, tuple[int, ...]]) -> Rule:
    return Rule(
        id=row.pk,
        title=row.title,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        category=row.category_id,
        category_depth=len(paths[row.category_id]) if row.category_id is not None else 0,
        street=row.street.code if row.street else None,
        community=row.community.code if row.community else None,
        source=row.source,
        only_days=OnDays(row.only_days),
        from_time=row.from_time,
        to_time=row.to_time,
        target=row.organization_id,
        supervising=row.supervising_id,
        priority=row.priority,
    )


def _limits() -> tuple[LimitValue, ...]:
    standards = (standard_as_limit(row) for row in FilingStandard.objects.all())
    return (*standards, *(_limit(row, clock=row.clock_kind) for row in ClockLimit.objects.all()))


def standard_as_limit(row: FilingStandard) -> LimitValue:
    """The row as it decides, saved or not."""
    return _limit(row, clock=ClockKind.HANDLE, category=row.category_id, place=row.place, version=row.version)


def _limit(
    row: FilingStandard | ClockLimit, *, clock: str, category: int | None = None, place: int = 1, version: int = 1
) -> LimitValue:
    return LimitValue(
        id=row.pk,
        clock=str(clock),
        label=str(row),
        limit_value=row.limit_value,
        limit_kind=row.limit_kind,
        counts_from=row.counts_from,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        category=category,
        place=place,
        urgency=row.urgency,
        flow=row.flow,
        version=version,
        calendar=row.calendar_id or "",
    )
