"""The database as somebody would read it who got hold of a dump."""

import io

from django.db import connection


def dump() -> str:
    """Every table as text, as pg_dump writes it."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", out)
    return out.getvalue()
