"""Processor seconds and memory, out of a made-up /proc."""

import os

import pytest

from bench.cpu import cpu_seconds, family, resident_megabytes

TICKS = os.sysconf("SC_CLK_TCK")


@pytest.fixture
def proc(tmp_path):
    """1 → 2 → 3, and 9 beside them; a name with blanks and brackets must not move the fields."""
    for pid, parent, name, used in ((1, 0, "master", 1), (2, 1, "a (b) c", 2), (3, 2, "leaf", 4), (9, 0, "other", 100)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        ticks = " ".join(str(n * TICKS) for n in (used, 0, 0, 0))
        (folder / "stat").write_text(f"{pid} ({name}) S {parent} " + "0 " * 9 + ticks + " 0 0")
        (folder / "status").write_text("Name:\tx\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n")
    (tmp_path / "meminfo").write_text("")
    return tmp_path


def test_a_family_is_a_process_with_all_that_descend_from_it(proc):
    assert family(1, proc=proc) == [1, 2, 3]


def test_processor_time_is_that_of_the_whole_family(proc):
    assert cpu_seconds(1, proc=proc) == 7.0


def test_memory_now_and_at_its_highest(proc):
    assert (resident_megabytes(2, proc=proc), resident_megabytes(2, peak=True, proc=proc)) == (100.0, 200.0)


def test_a_process_that_has_ended_uses_nothing(proc):
    assert (cpu_seconds(77, proc=proc), resident_megabytes(77, proc=proc)) == (0, 0.0)
