"""What the two kinds of load keep account of, on a clock that stands still until somebody waits."""

import pytest

from bench.driving.loops import Arrivals, NothingLeft, Share, closed_loop, open_loop
from tests.bench.clockwork import Clockwork, SlowCaller, one_call

ALL = Share(0, 1)


def test_a_closed_loop_calls_again_as_soon_as_it_is_answered():
    clock = Clockwork()
    caller = SlowCaller(clock, takes=[2.0])
    closed_loop(one_call, caller, share=ALL, until=7.0, clock=clock)
    assert [sample.began for sample in caller.samples] == [0.0, 2.0, 4.0, 6.0]


def test_an_open_loop_keeps_to_its_timetable_while_the_server_does():
    clock = Clockwork()
    caller = SlowCaller(clock, takes=[0.1])
    open_loop(one_call, caller, Arrivals(0.0, 1.0, 4.0, ALL), clock=clock, sleep=clock.sleep)
    assert [sample.began for sample in caller.samples] == [0.0, 1.0, 2.0, 3.0]
    assert [round(sample.seconds, 6) for sample in caller.samples] == [0.1] * 4


def test_one_long_call_is_counted_against_all_that_had_to_wait_for_it():
    """The coordinated omission: a client that measures from when it began would say 3, 0.1, 0.1, 0.1."""
    clock = Clockwork()
    caller = SlowCaller(clock, takes=[3.0, 0.1])
    open_loop(one_call, caller, Arrivals(0.0, 1.0, 4.0, ALL), clock=clock, sleep=clock.sleep)
    assert [round(sample.seconds, 6) for sample in caller.samples] == [3.0, 2.1, 1.2, 0.3]


def test_arrivals_are_dealt_out_once_over_processes_and_threads():
    shares = [Arrivals(0.0, 10.0, 1.0, Share(n, 2)) for n in range(2)]
    dealt = [list(iter(arrivals.take, None)) for arrivals in shares]
    assert [[turn for turn, _due in one] for one in dealt] == [[0, 2, 4, 6, 8], [1, 3, 5, 7, 9]]
    assert dealt[1][0] == (1, pytest.approx(0.1))


def test_a_client_stops_when_nothing_is_left_for_it():
    clock = Clockwork()
    caller = SlowCaller(clock, takes=[1.0])

    def two_turns(caller, turn):
        if turn >= 2:
            raise NothingLeft
        one_call(caller, turn)

    closed_loop(two_turns, caller, share=ALL, until=100.0, clock=clock)
    assert len(caller.samples) == 2
