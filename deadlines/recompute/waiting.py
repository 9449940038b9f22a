"""Waiting for whoever may still be counting by the old rules."""

import logging
import time

from django.db import connection

log = logging.getLogger(__name__)
# Longer than any action or batch holds its transaction; what is older is a forgotten session, not work.
PATIENCE = 120.0
_BETWEEN = 0.1
_OPEN = """
    SELECT pid, xact_start FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
    AND backend_type = 'client backend'
"""


def wait_for_open_transactions(*, patience: float = PATIENCE) -> bool:
    """Until every transaction that is open now has ended: each that begins later reads the rules as they are. False,
    with a line in the log, when one outlasts the patience."""
    open_ones, until = _open(), time.monotonic() + patience
    while open_ones:
        if time.monotonic() > until:
            log.warning("recompute: %s transactions outlast %s s", len(open_ones), patience)
            return False
        time.sleep(_BETWEEN)
        open_ones &= _open()
    return True


def _open() -> set[tuple[int, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_OPEN)
        return set(cursor.fetchall())
