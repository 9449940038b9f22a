"""Counts what the tests of every combination walk: `walked` in a test, the sum at the end of the run."""

from collections.abc import Callable

import pytest

NAME = "combinations"


@pytest.fixture
def walked(record_property) -> Callable[[int], None]:
    """`walked(n)`: so many combinations of who, what and where were tried."""
    return lambda count: record_property(NAME, count)


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    total = sum(value for report in reports for name, value in report.user_properties if name == NAME)
    if total:
        terminalreporter.line(f"{total} combinations walked")
