"""挂账: a case on the shelf over Spring Festival 2026, which comes back by itself.

Written out by hand. Both cases come in on Monday 9 February at 9:00 and go on the shelf on Wednesday the 11th at 9:00,
until 0:00 on Wednesday the 18th, amid the holiday (15th to 23rd off, Saturday the 14th worked).
Seven natural days: two are used, five are left, counted from the 18th at 0:00: due on the 23rd at 0:00.
Five working days: 960 minutes are used, 1,440 are left; nothing counts before Tuesday the 24th, then 480 each on the
24th, 25th and 26th: due on Thursday the 26th at 18:00.
"""

from datetime import date, timedelta

import pytest

from cases.actions import resume_shelved as sweep_module
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.decide_shelving import decide_shelving
from cases.actions.request_shelving import request_shelving
from cases.actions.resume import resume
from cases.actions.resume_shelved import resume_shelved
from cases.actions.sign import sign
from cases.models import Category, FilingStandard
from cases.queries.lamps import lamp_of
from kernel.errors import Invalid, Refused
from notices.models import Notice
from tests.cases.life.making import dispatched, in_hand
from tests.make import at

CAME, SHELVED, BACK = at("2026-02-09 09:00"), at("2026-02-11 09:00"), at("2026-02-18 00:00")


@pytest.fixture
def case(town):
    return in_hand(town, now=CAME)


def ask(case, officer, *, until=BACK, now=SHELVED):
    return request_shelving(case.pk, reason="冬季不能施工", plan="节后复工即修", until=until, actor=officer, now=now)


@pytest.fixture
def shelve(officer, supervisor):
    def shelve(case, *, until=BACK):
        ask(case, officer, until=until)
        return decide_shelving(case.pk, is_approved=True, actor=supervisor, now=SHELVED)

    return shelve


def standard_of(kind, n):
    FilingStandard.objects.create(
        category=Category.objects.get(code="030701"), limit_value=n, limit_kind=kind, counts_from="received",
        condition="占道经营", closing_condition="已清理", valid_from=date(2020, 1, 1),
    )  # fmt: skip


def test_on_the_shelf_its_clock_stands_still(case, shelve):
    shelved = shelve(case)
    assert (shelved.state, shelved.shelved_until) == ("shelved", BACK)
    assert case.clocks.get(kind="handle").state == "paused"
    assert lamp_of(shelved, now=at("2026-02-17 12:00")) == "green"


@pytest.mark.parametrize(
    ("kind", "n", "due"),
    [("natural_day", 7, at("2026-02-23 00:00")), ("work_day", 5, at("2026-02-26 18:00"))],
)
def test_it_comes_back_by_itself_over_the_holiday(town, shelve, kind, n, due):
    standard_of(kind, n)
    case = in_hand(town, now=CAME, category_code="030701")
    shelve(case)
    early, there = resume_shelved(now=BACK - timedelta(seconds=1)), resume_shelved(now=BACK)
    assert (early.resumed, there.resumed, resume_shelved(now=BACK).resumed) == (0, 1, 0)
    case.refresh_from_db()
    assert (case.state, case.due_at, case.shelved_until) == ("handling", due, None)
    assert case.clocks.get(kind="handle").due_at == due
    assert (case.events.last().actor_label, case.events.filter(kind="resumed").count()) == ("挂账到期", 1)
    assert Notice.objects.get(kind="case.resumed").organization_id == town.streets[0].pk


def test_a_sweep_that_comes_late_gives_no_time_away(case, shelve):
    shelve(case)
    resume_shelved(now=at("2026-02-19 08:00"))
    case.refresh_from_db()
    assert case.due_at == at("2026-02-23 00:00")


def test_a_statutory_limit_runs_on(town, shelve):
    standard_of("legal_work_day", 5)
    case = in_hand(town, now=CAME, category_code="030701")
    shelved = shelve(case)
    assert (case.clocks.get(kind="handle").state, shelved.due_at) == ("running", case.due_at)
    resume_shelved(now=BACK)
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("handling", shelved.due_at)


def test_the_first_contact_waits_too(town, officer, shelve):
    case = dispatched(town, now=CAME)
    sign(case.pk, actor=officer, now=SHELVED)
    shelve(case)
    assert case.clocks.get(kind="contact").state == "paused"
    resume(case.pk, actor=officer, now=at("2026-02-12 09:00"))
    contact(case.pk, note="已约", actor=officer, now=at("2026-02-13 08:00"))
    assert case.clocks.get(kind="contact").state == "met"


def test_it_is_shelved_twice_in_a_round_and_not_a_third_time(case, officer, shelve):
    for _n in range(2):
        shelve(case)
        resume(case.pk, actor=officer, now=SHELVED)
    with pytest.raises(Refused) as refusal:
        ask(case, officer)
    assert refusal.value.code == "shelving_cap_reached"


def test_the_lead_takes_it_back_before_its_end(case, officer, shelve):
    shelve(case)
    back = resume(case.pk, note="提前复工", actor=officer, now=at("2026-02-12 09:00"))
    assert (back.state, back.due_at) == ("handling", at("2026-02-17 09:00"))
    assert back.events.last().text == "恢复办理：提前复工，应办结 02-17 09:00"


def test_what_fails_stands_in_nobodys_way(town, shelve, monkeypatch):
    bad, good = (in_hand(town, now=CAME) for _n in range(2))
    shelve(bad)
    shelve(good, until=BACK + timedelta(hours=1))
    take = sweep_module.take_from_shelf

    def fail_on_bad(change, **facts):
        if change.case.pk == bad.pk:
            raise ValueError("broken")
        take(change, **facts)

    monkeypatch.setattr(sweep_module, "take_from_shelf", fail_on_bad)
    result = resume_shelved(now=at("2026-02-18 02:00"))
    assert (result.resumed, result.failed) == (1, 1)
    monkeypatch.undo()
    assert resume_shelved(now=at("2026-02-18 02:00")).resumed == 1


def test_cancelled_from_the_shelf_it_leaves_nothing_behind(case, shelve, supervisor):
    shelve(case)
    gone = cancel(case.pk, reason="重复录入", actor=supervisor, now=at("2026-02-12 09:00"))
    assert (gone.state, gone.shelved_until, case.clocks.filter(state="paused").count()) == ("cancelled", None, 0)


def test_an_end_at_most_a_year_away(case, officer):
    with pytest.raises(Refused) as refusal:
        ask(case, officer, until=SHELVED + timedelta(days=365, seconds=1))
    assert refusal.value.code == "shelving_too_long"
    with pytest.raises(Invalid):
        ask(case, officer, until=SHELVED)


def test_an_end_that_passed_before_the_decision_is_not_granted(case, officer, supervisor):
    ask(case, officer)
    with pytest.raises(Refused) as refusal:
        decide_shelving(case.pk, is_approved=True, actor=supervisor, now=BACK)
    assert refusal.value.code == "shelving_over"
    refused = decide_shelving(case.pk, is_approved=False, opinion="已过期", actor=supervisor, now=BACK)
    assert (refused.state, refused.applications.get().state) == ("handling", "refused")
