"""A pytest plugin: what the linters found stands above pytest's closing line and makes its exit status 1."""

import os

import pytest
from _pytest.terminal import TerminalReporter

from devkit.lint import FAILED_VARIABLE


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    failed = os.environ.get(FAILED_VARIABLE)
    if failed:
        terminalreporter.section("checks that failed before the tests", red=True)
        terminalreporter.line(f"{failed} (see above, and .devdata/log/lint-*.log)")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get(FAILED_VARIABLE) and session.exitstatus in {
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    }:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
