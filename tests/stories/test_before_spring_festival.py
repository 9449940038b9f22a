"""An order at half past five on the Friday before Spring Festival 2026, which nobody handles.

Written out by hand. The hours are 09:00–12:00 and 13:00–18:00; Saturday 14 February is worked, from Sunday the 15th to
Monday the 23rd all is off, Tuesday the 24th is worked again. Two working days are 960 minutes:
Friday 17:30–18:00 30, Saturday 480, Tuesday 450 (180 until noon, 270 from 13:00): due on Tuesday at 17:30.
Four fifths are 768: 30 + 480 + 258 (180 until noon, 78 from 13:00): the warning on Tuesday at 14:18.
Four working hours after due: 30 until 18:00, 210 on Wednesday (180 until noon, 30 from 13:00): supervised at 13:30.
A working day after due: 30 until 18:00, 450 on Wednesday: the district leader at 17:30.
The order was issued at the beat of 13:30:15; four working hours later, at 17:30:15, its answer is due; a working hour
after that, 29 minutes 45 seconds until 18:00 and 30:15 on Thursday, the leader hears of that too.
"""

from datetime import timedelta

import pytest

from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.escalate import escalate_due
from cases.actions.sign import sign
from cases.models import CaseClock, CaseEscalation, Category, FilingStandard, SupervisionOrder
from command_center.demo.history.course import beat_after
from deadlines.dry_run import would_fire
from deadlines.rules import current_rules
from notices.models import Notice
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import at

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = at("2026-02-13 17:30")
END = at("2026-02-27 18:00")


@pytest.fixture
def town(transactional_db):
    town = build_town()
    make.user(town.centre, Role.DUTY_SUPERVISOR)
    make.user(town.centre, Role.LEADER)
    FilingStandard.objects.create(
        category=Category.objects.get(code="030701"), limit_value=2, limit_kind="work_day", counts_from="received",
        condition="占道经营", closing_condition="已清理", valid_from="2020-01-01",
    )  # fmt: skip
    return town


@pytest.fixture
def case(town):
    case = make.case(sender=town.city, received_at=FRIDAY, now=FRIDAY, category_code="030701")
    case = dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=FRIDAY)
    officer = make.person(town.streets[0], Role.STREET_OPERATOR)
    sign(case.pk, actor=officer, now=at("2026-02-13 17:40"))
    return contact(case.pk, note="已电话联系", actor=officer, now=at("2026-02-13 17:50"))


def beat_until(end):
    """Every beat of fifteen seconds that finds something."""
    while alarm := CaseClock.objects.filter(next_alarm_at__lte=end).order_by("next_alarm_at").first():
        escalate_due(now=beat_after(alarm.next_alarm_at))


def test_warning_lateness_supervision_and_leader_come_each_at_its_instant(case):
    assert case.due_at == at("2026-02-24 17:30")
    beat_until(END)
    rungs = CaseEscalation.objects.filter(clock__case=case).order_by("due_at", "id")
    quarter = timedelta(seconds=15)
    assert list(rungs.values_list("clock__kind", "action", "due_at", "claimed_at")) == [
        ("handle", "remind", at("2026-02-24 14:18"), at("2026-02-24 14:18")),
        ("handle", "overdue", at("2026-02-24 17:30"), at("2026-02-24 17:30") + quarter),
        ("handle", "supervise", at("2026-02-25 13:30"), at("2026-02-25 13:30") + quarter),
        # Four fifths of the four hours for the answer: three hours and twelve minutes.
        ("supervise", "remind", at("2026-02-25 16:42") + quarter, at("2026-02-25 16:42") + quarter),
        ("handle", "notify_leader", at("2026-02-25 17:30"), at("2026-02-25 17:30") + quarter),
        ("supervise", "overdue", at("2026-02-25 17:30") + quarter, at("2026-02-25 17:30") + 2 * quarter),
        ("supervise", "notify_leader", at("2026-02-26 09:30") + quarter, at("2026-02-26 09:30") + 2 * quarter),
    ]
    order = SupervisionOrder.objects.get(case=case)
    assert (order.issued_at, order.clock.due_at) == (
        at("2026-02-25 13:30") + quarter,
        at("2026-02-25 17:30") + quarter,
    )


def test_nothing_is_told_during_the_festival(case):
    beat_until(at("2026-02-24 14:00"))
    assert Notice.objects.filter(subject_id=case.case_no, level="alarm").count() == 0
    beat_until(END)
    assert Notice.objects.filter(kind="case.overdue", subject_id=case.case_no).exists()


def test_the_dry_run_says_what_the_beats_recorded(case):
    beat_until(END)
    fires = would_fire(CaseClock, rules=current_rules(), since=FRIDAY, now=END)
    dry = {(clock, f.rung.number, f.term, f.due_at) for clock, f in fires}
    assert dry == set(CaseEscalation.objects.values_list("clock", "rung", "term", "due_at"))
