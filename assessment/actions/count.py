"""Counting: the facts of a run, a few statements for each indicator, whatever the number of cases."""

from collections.abc import Sequence

from django.db import connection

from assessment.indicators import REGISTRY, Asked, Base, facts_sql, formula_of, gather_sql
from assessment.models import Run, RunItem, SchemeItem


def freeze_items(run: Run, items: Sequence[SchemeItem], *, kind: str) -> list[RunItem]:
    """The items of the scheme as they are now, with the formulas by which they are counted."""
    rows = [_frozen(run, item, kind) for item in items]
    return RunItem.objects.bulk_create(rows)


def _frozen(run: Run, item: SchemeItem, kind: str) -> RunItem:
    indicator = REGISTRY[item.indicator]
    return RunItem(
        run=run,
        place=item.place,
        code=item.code,
        indicator=item.indicator,
        name=str(indicator.name),
        unit=indicator.unit,
        weight=item.weight,
        curve=item.curve,
        curve_data=item.curve_data,
        factor=indicator.factor,
        is_sum=indicator.is_sum,
        needs_input=indicator.needs_input,
        formula=formula_of(indicator, kind),
    )


def count_facts(items: Sequence[RunItem], asked: Asked) -> int:
    """Gathers each base once and counts every indicator from it; returns how many facts there are."""
    bases: dict[str, Base] = {REGISTRY[item.indicator].base.name: REGISTRY[item.indicator].base for item in items}
    with connection.cursor() as cursor:
        # A month's rows are sorted and joined in memory; by itself the database would go to disk for them.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for base in bases.values():
            for statement in gather_sql(base):
                cursor.execute(statement, asked.values())
        count = 0
        for item in items:
            cursor.execute(facts_sql(REGISTRY[item.indicator], asked.kind), asked.values(run_item=item.pk))
            count += cursor.rowcount
        for base in bases.values():
            cursor.execute(f"DROP TABLE {base.table}")
    return count
