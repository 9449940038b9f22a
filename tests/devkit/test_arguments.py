import pytest

from devkit.manage import needs_data
from devkit.test import pytest_arguments


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [
        ([], ["-n", "2", "-m", "not long"]),
        (["tests/cases", "-x"], ["-n", "2", "-m", "not long", "tests/cases", "-x"]),
        (["-m", "browser"], ["-n", "2", "-m", "(browser) and not long"]),
        (["-mbrowser", "-q"], ["-n", "2", "-m", "(browser) and not long", "-q"]),
        (["-m", "long"], ["-n", "2", "-m", "long"]),
        (["-n", "0"], ["-m", "not long", "-n", "0"]),
        (["-n4"], ["-m", "not long", "-n4"]),
        (["-p", "no:xdist"], ["-m", "not long", "-p", "no:xdist"]),
        (["--pdb"], ["-m", "not long", "--pdb"]),
    ],
)
def test_the_callers_own_word_on_workers_and_marks_stands(given, handed_on):
    assert pytest_arguments(given, long=False, workers=2) == handed_on


def test_a_long_run_deselects_nothing():
    assert pytest_arguments(["-k", "story"], long=True, workers=2) == ["-n", "2", "-k", "story"]


def test_one_core_runs_without_workers():
    assert pytest_arguments([], long=True, workers=1) == []


def test_a_command_gets_a_filled_database_unless_it_needs_none():
    assert needs_data(["explain_deadline", "--json"])
    assert not any(
        needs_data(given) for given in ([], ["migrate"], ["help"], ["demo", "--url", "x"], ["loaddata", "-h"])
    )
