"""Counts what the matrix walks: `walked` in a test, the sum at the end of the run."""

from collections.abc import Callable

import pytest

NAME = "combinations"


@pytest.fixture
def walked(record_property) -> Callable[[int], None]:
    """`walked(n)`: so many combinations of role or scope, address, method and side were tried."""
    return lambda count: record_property(NAME, count)


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    total = sum(value for report in reports for name, value in report.user_properties if name == NAME)
    if total:
        terminalreporter.line(f"access matrix: {total} combinations walked")
