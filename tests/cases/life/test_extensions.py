"""延期: more time, asked for in time, with the requester told; twice in a round."""

from decimal import Decimal

import pytest

from cases.actions.cancel import cancel
from cases.actions.decide_extension import decide_extension
from cases.actions.reply import reply
from cases.actions.request_extension import request_extension
from cases.actions.review import review
from kernel.errors import Invalid, NotAllowed, Refused
from tests.cases.life.making import decide_within, in_hand
from tests.make import at

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")
_TOLD = {"reason": "等待配件到货", "is_requester_told": True}


@pytest.fixture
def case(town):
    """A hotline case of seven natural days: due on 1 December at 9:30."""
    decide_within(4)
    return in_hand(town)


def ask(case, officer, *, now=TEN, **asked):
    return request_extension(case.pk, **(_TOLD | asked), actor=officer, now=now)


def test_so_many_units_more_are_counted_from_the_start(case, officer, supervisor):
    ask(case, officer, units=Decimal(3))
    assert case.applications.get().until == at("2026-12-04 09:30")
    longer = decide_extension(case.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    clock = case.clocks.get(kind="handle")
    assert (longer.state, longer.due_at, longer.warn_at) == ("handling", at("2026-12-04 09:30"), clock.warn_at)
    assert (clock.term, str(clock.limit)) == (2, "10 自然日")
    assert longer.events.last().text == "同意延期至 12-04 09:30"


def test_until_an_instant_it_stands_as_given(case, officer, supervisor):
    ask(case, officer, until=at("2026-12-10 18:00"))
    longer = decide_extension(case.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    assert (longer.due_at, case.clocks.get(kind="handle").limit) == (at("2026-12-10 18:00"), None)


def test_two_extensions_and_the_third_refused(case, officer, supervisor):
    for n in (1, 2):
        ask(case, officer, units=Decimal(1))
        longer = decide_extension(case.pk, is_approved=True, actor=supervisor, now=ELEVEN)
        assert longer.due_at == at(f"2026-12-0{1 + n} 09:30")
    with pytest.raises(Refused) as refusal:
        ask(case, officer, units=Decimal(1))
    assert refusal.value.code == "extension_cap_reached"


@pytest.mark.parametrize("asked", [{"until": at("9999-12-31 00:00")}, {"units": Decimal(9000)}, {"units": Decimal(31)}])
def test_one_extension_is_no_longer_than_the_rules_allow(case, officer, asked):
    with pytest.raises(Refused) as refusal:
        ask(case, officer, **asked)
    assert (refusal.value.code, case.applications.count()) == ("extension_too_long", 0)
    ask(case, officer, units=Decimal(30))


def test_a_refused_one_does_not_count_and_moves_nothing(case, officer, supervisor):
    for _n in range(3):
        ask(case, officer, units=Decimal(1))
        same = decide_extension(case.pk, is_approved=False, opinion="理由不足", actor=supervisor, now=ELEVEN)
    assert (same.due_at, same.events.last().text) == (at("2026-12-01 09:30"), "不同意延期：理由不足")
    assert set(case.clocks.filter(kind="decide").values_list("state", flat=True)) == {"met"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"now": at("2026-12-01 09:31"), "units": Decimal(1)}, "overdue_already"),
        ({"is_requester_told": False, "units": Decimal(1)}, "requester_not_told"),
    ],
)
def test_not_once_overdue_and_not_behind_the_requesters_back(case, officer, asked, code):
    with pytest.raises(Refused) as refusal:
        ask(case, officer, **asked)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "until"),
        ({"until": at("2026-12-10 18:00"), "units": Decimal(1)}, "until"),
        ({"until": at("2026-12-01 09:30")}, "until"),
        ({"units": Decimal(0)}, "n"),
    ],
)
def test_what_is_asked_must_make_sense(case, officer, asked, field):
    with pytest.raises(Invalid) as wrong:
        ask(case, officer, **asked)
    assert wrong.value.errors[0].field == field


def test_asked_in_time_it_is_not_lost_by_a_late_decision(case, officer, supervisor):
    ask(case, officer, until=at("2026-12-10 18:00"), now=at("2026-12-01 09:00"))
    late = decide_extension(case.pk, is_approved=True, actor=supervisor, now=at("2026-12-02 09:00"))
    assert late.due_at == at("2026-12-10 18:00")
    assert case.clocks.get(kind="decide").state == "missed"


def test_one_application_at_a_time(case, officer):
    ask(case, officer, units=Decimal(1))
    with pytest.raises(Refused) as refusal:
        ask(case, officer, units=Decimal(1))
    assert refusal.value.code == "application_open"


def test_a_reply_ends_the_application_undecided(case, officer, supervisor):
    ask(case, officer, units=Decimal(1))
    reply(case.pk, text="已修好", actor=officer, now=ELEVEN)
    assert (case.applications.get().state, case.clocks.get(kind="decide").state) == ("withdrawn", "cancelled")
    review(case.pk, is_accepted=False, opinion="无照片", actor=supervisor, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        decide_extension(case.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    assert refusal.value.code == "no_open_application"


def test_so_does_the_end_of_the_case(case, officer, supervisor):
    ask(case, officer, units=Decimal(1))
    cancel(case.pk, reason="重复录入", actor=supervisor, now=ELEVEN)
    assert (case.applications.get().state, case.clocks.filter(state="running").count()) == ("withdrawn", 0)


def test_the_unit_does_not_grant_itself_time(case, officer):
    ask(case, officer, units=Decimal(1))
    with pytest.raises(NotAllowed):
        decide_extension(case.pk, is_approved=True, actor=officer, now=ELEVEN)
