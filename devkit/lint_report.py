"""A pytest plugin: what was found before the tests stands above pytest's closing line and in its exit status."""

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
    _let_out_what_was_captured(session.config)
    if os.environ.get(FAILED_VARIABLE) and session.exitstatus in {
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    }:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _let_out_what_was_captured(config: pytest.Config) -> None:
    """What Django logs while pytest starts would else be printed after the closing line."""
    capture = config.pluginmanager.getplugin("capturemanager")
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if capture and reporter and capture.is_globally_capturing():
        words = "".join(capture.read_global_capture())
        if words:
            reporter.line("")
            reporter.write(words)
