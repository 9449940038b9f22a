"""Thirty days of a small district through its own actions and sweeps; the dry run must say what was recorded."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from cases.actions.answer_supervision import answer_supervision
from cases.actions.callback import answers_of, callback
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.escalate import escalate_due
from cases.actions.reply import reply
from cases.actions.review import review
from cases.actions.sign import sign
from cases.actions.supervise import supervise
from cases.actions.timing import live_clock
from cases.models import Case, CaseClock, CaseEscalation, ClockKind
from cases.states import State
from deadlines import clocks
from deadlines.dry_run import DAYS, RungSet, dry_run, would_fire
from deadlines.limits import Limit, LimitKind
from deadlines.rules import current_rules
from kernel.errors import CenterError
from organizations.roles import Role
from tests import make
from tests.conftest import Town, build_town
from tests.make import at

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, NOW = at("2026-09-20 09:00"), at("2026-10-28 18:00")  # with the national holidays and their working Saturdays


class District:
    """Everybody who acts, and the beat in between."""

    def __init__(self, town: Town, chance: random.Random) -> None:
        self.town, self.chance, self.moment = town, chance, FIRST
        centre = (Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK)
        self.centre = make.user(town.centre, *centre).actor
        make.user(town.centre, Role.LEADER)
        self.officers = {o.pk: make.person(o, Role.STREET_OPERATOR) for o in (*town.streets, town.department)}
        self.cases: list[Case] = []

    def go_to(self, moment: datetime) -> None:
        """Sweeps at every instant at which there is something to do, before whoever acts at `moment`."""
        while alarm := CaseClock.objects.filter(next_alarm_at__lt=moment).order_by("next_alarm_at").first():
            escalate_due(now=max(alarm.next_alarm_at, self.moment))
        self.moment = moment

    def receive(self) -> None:
        urgency = self.chance.choice(["urgent", "general", "general", "emergency"])
        given = self.chance.choice([None, None, self.moment + timedelta(hours=self.chance.randint(4, 60))])
        facts = {"received_at": self.moment - timedelta(minutes=self.chance.choice([0, 200])), "urgency": urgency}
        self.cases.append(make.case(sender=self.town.city, now=self.moment, reply_due_at=given, **facts))

    def act(self) -> None:
        case = Case.objects.get(pk=self.chance.choice(self.cases[-5:]).pk)
        try:
            self.chance.choice(self.steps_of(case))(case)
        except CenterError:
            return

    def steps_of(self, case: Case) -> list:
        after = {
            State.PENDING_DISPATCH: [self.dispatch],
            State.DISPATCHED: [self.sign],
            State.HANDLING: [
                self.contact,
                self.reply,
                self.extend,
                self.extend,
                self.shelve,
                self.go_on,
                self.go_on,
                self.hand_on,
            ],
            State.REPLIED: [self.review],
            State.CALLBACK: [self.callback],
        }.get(State(case.state), [])
        return [*after, *after, self.supervise, self.answer, self.cancel]

    def dispatch(self, case: Case) -> None:
        targets = [*self.town.streets, self.town.department]
        dispatch(case.pk, target=self.chance.choice(targets), actor=self.centre, now=self.moment)

    def sign(self, case: Case) -> None:
        sign(case.pk, actor=self.officers[case.lead_id], now=self.moment)

    def contact(self, case: Case) -> None:
        contact(case.pk, note="已联系", actor=self.officers[case.lead_id], now=self.moment)

    def reply(self, case: Case) -> None:
        reply(case.pk, text="已办", actor=self.officers[case.lead_id], now=self.moment)

    def review(self, case: Case) -> None:
        review(case.pk, is_accepted=self.chance.random() < 0.6, opinion="补充", actor=self.centre, now=self.moment)

    def callback(self, case: Case) -> None:
        solved = self.chance.choice(["yes", "no"])
        said = answers_of(is_reached=True, was_contacted=True, solved=solved, satisfied="satisfied")
        callback(case.pk, answers=said, actor=self.centre, now=self.moment)

    def supervise(self, case: Case) -> None:
        supervise(case.pk, reason="请说明", actor=self.centre, now=self.moment)

    def answer(self, case: Case) -> None:
        actor = self.officers.get(case.lead_id or 0, self.centre)
        answer_supervision(case.pk, answer="说明如下", actor=actor, now=self.moment)

    def cancel(self, case: Case) -> None:
        if self.chance.random() < 0.2:
            cancel(case.pk, reason="撤回", actor=self.centre, now=self.moment)

    def extend(self, case: Case) -> None:
        self._handle(case, clocks.extend, now=self.moment, limit=Limit(LimitKind.WORK_DAY, 1))

    def shelve(self, case: Case) -> None:
        self._handle(case, clocks.pause, at=self.moment)

    def go_on(self, case: Case) -> None:
        self._handle(case, clocks.resume, at=self.moment)

    def hand_on(self, case: Case) -> None:
        self._handle(case, clocks.transfer, at=self.moment, holder=self.town.department)

    def _handle(self, case: Case, verb, **facts) -> None:
        with transaction.atomic():
            clock = live_clock(case, ClockKind.HANDLE)
            if clock is not None:
                verb(clock, **facts)


@pytest.fixture
def district(transactional_db) -> District:
    chance = random.Random(20261028)
    district = District(build_town(), chance)
    span = (NOW - FIRST).total_seconds()
    for moment in sorted(FIRST + timedelta(seconds=chance.random() * span) for _ in range(180)):
        district.go_to(moment)
        if chance.random() < 0.1 or not district.cases:
            district.receive()
        else:
            district.act()
    district.go_to(NOW)
    dispatch_waiting(now=NOW)
    return district


def test_the_dry_run_of_the_ladder_in_force_is_what_was_recorded(district):
    since = NOW - timedelta(days=DAYS)
    rows = CaseEscalation.objects.filter(claimed_at__gte=since)
    really = set(rows.values_list("clock", "rung", "term", "due_at", "claimed_at"))
    rules = current_rules()
    fires = would_fire(CaseClock, rules=rules, since=since, now=NOW)
    assert {(clock, f.rung.number, f.term, f.due_at, f.fires_at) for clock, f in fires} == really
    assert len(really) > 60
    assert {"supervise", "notify_leader", "notify_superior"} <= set(rows.values_list("action", flat=True))
    assert {"extended", "resumed", "transferred"} <= set(rows.values_list("clock__stretches__ended_by", flat=True))
    in_force = [r for r in rules.ladder.rungs if RungSet("handle").holds(r)]
    told = dry_run(CaseClock, RungSet("handle"), in_force, rules=rules, now=NOW)
    assert [(t.number, t.would_fire) for t in told.tallies] == [(t.number, t.recorded) for t in told.tallies]
    assert told.total > 20
