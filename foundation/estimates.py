"""How many rows there are, roughly, without counting them."""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet


def estimated_count(rows: QuerySet[Any]) -> int:
    """The planner's guess for these rows, good to an order of magnitude and free of any walk over the table."""
    try:
        rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return 0
    plan = json.loads(rows.order_by().explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])
