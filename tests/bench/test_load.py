"""What is counted of the samples, and what is left out."""

from bench.driving.load import Load
from bench.driving.samples import Sample


def sample(intended, ended, *, status=200, name="order", began=None, statements=-1, server_ms=-1.0):
    return Sample(name, intended, intended if began is None else began, ended, status, statements, server_ms)


def test_warming_up_is_left_out():
    load = Load.of([sample(0.0, 1.0), sample(5.0, 5.5)], since=5.0, until=15.0, cpu={})
    assert [s.intended for s in load.samples] == [5.0]


def test_the_rate_counts_what_was_answered_and_the_latency_what_was_due():
    """Answered in the window though due before it; due in the window though answered after it."""
    load = Load.of([sample(4.0, 6.0), sample(6.0, 7.0), sample(14.0, 19.0)], since=5.0, until=15.0, cpu={})
    figures = load.figures()
    assert (figures["rate_per_s"], figures["p99_ms"]) == (0.2, 5000.0)


def test_errors_do_not_count_as_answers_and_are_told():
    load = Load.of(
        [sample(1.0, 2.0), sample(1.0, 2.0, status=500), sample(1.0, 2.0, status=0)], since=0, until=4, cpu={}
    )
    figures = load.figures()
    assert (figures["rate_per_s"], figures["errors"]) == (0.25, 2.0)


def test_processor_time_is_told_by_the_call():
    load = Load.of([sample(n, n + 0.5) for n in range(4)], since=0, until=10, cpu={"web": 0.08, "db": 0.02})
    figures = load.figures()
    assert (figures["web_cpu_ms"], figures["db_cpu_ms"]) == (20.0, 5.0)


def test_statements_and_server_time_come_from_what_the_server_said():
    told = [sample(1.0, 2.0, statements=n, server_ms=10.0 * n) for n in (3, 3, 8)]
    figures = Load.of([*told, sample(1.0, 2.0, status=0)], since=0, until=4, cpu={}).figures()
    assert (figures["sql"], figures["sql_most"], figures["server_p95_ms"]) == (3, 8.0, 80.0)


def test_a_unit_of_work_of_several_calls_divides_the_rate_alone():
    figures = Load.of([sample(1.0, 2.0)] * 8, since=0, until=4, cpu={}).figures(calls=4)
    assert (figures["rate_per_s"], figures["p50_ms"]) == (0.5, 1000.0)


def test_a_load_in_which_nothing_happened_is_an_error():
    assert Load.of([], since=0, until=4, cpu={}).figures() == {"errors": 1.0}


def test_calls_of_one_name_have_no_processor_time_of_their_own():
    load = Load.of([sample(1.0, 2.0), sample(1.0, 3.0, name="sign")], since=0, until=4, cpu={"web": 1.0})
    figures = load.only("sign").figures()
    assert (figures["p50_ms"], figures["rate_per_s"], "web_cpu_ms" in figures) == (2000.0, 0.25, False)
