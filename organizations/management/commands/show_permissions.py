"""Prints the permission table: every action, and which roles, scopes and the system may do it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from organizations.permissions import Permission, table
from organizations.roles import Role

HEADER = ("action", "name", "roles", "scopes", "system")


def row_of(permission: Permission) -> dict[str, Any]:
    """One row in plain values, roles in the order of the list of roles."""
    return {
        "action": permission.action,
        "name": str(permission.name),
        "roles": [str(role) for role in Role if role in permission.roles],
        "scopes": sorted(permission.scopes),
        "system": permission.system,
    }


class Command(BaseCommand):
    help = "Shows who may do what: role x action, scope x action."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("table", "json", "markdown"), default="table")

    def handle(self, *args: str, **options: Any) -> str:
        rows = [row_of(permission) for permission in table()]
        if options["format"] == "json":
            return json.dumps(rows, ensure_ascii=False, indent=2)
        cells = [[_cell(row[name]) for name in HEADER] for row in rows]
        return _markdown(cells) if options["format"] == "markdown" else _columns(cells)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _markdown(cells: list[list[str]]) -> str:
    lines = [HEADER, ["---"] * len(HEADER), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _columns(cells: list[list[str]]) -> str:
    """Action and name alone are aligned; the lists after them are as long as they are."""
    return "\n".join(f"{line[0]:<42} {line[1]:<16}\t" + "\t".join(line[2:]) for line in [list(HEADER), *cells])
