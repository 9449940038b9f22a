"""One order's way through the house, as far as it has come by a given moment."""

import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.actions.callback import Answers
from cases.actions.reject import RejectionGround
from cases.models import CallBack, ClockKind, Urgency
from cases.rules.orders import Order
from cases.states import Flow, State
from command_center.demo.chance import Dice, pick
from command_center.demo.history import acts, asking, inspecting
from command_center.demo.history.course import Course
from command_center.demo.history.fate import Fate
from command_center.demo.history.world import World
from command_center.demo.matters import answers
from command_center.demo.slots import Slots
from kernel.actors import Actor
from kernel.times import day_start, to_local

_SHELVED_FOR = timedelta(days=45)
_OPENS, _CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=19)


class NotYetError(Exception):
    """The next act lies after the moment at which the story is told."""


def live(order: Order, world: World, fate: Fate, *, chance: Dice, until: datetime) -> Course | None:
    """The case as it stands at `until`; None when the order has not even come in."""
    received = order.received_at + timedelta(seconds=chance.randint(2, 60))
    if received > until:
        return None
    course = acts.receive(
        order, world, actor=world.actors["city" if order.source == "12345" else "operator"], now=received
    )
    life = _Life(course, fate, chance, until, received)
    with suppress(NotYetError):
        _go(life)
    course.sweep_until(until)
    return course


@dataclass
class _Life:
    course: Course
    fate: Fate
    chance: Dice
    until: datetime
    at: datetime

    def after(self, minutes: float, *, in_office: bool = False) -> datetime:
        """The moment so much later, moved into office hours if need be; NotYetError if the story ends before it."""
        at = self.at + timedelta(seconds=round(minutes * 60 * self.fate.haste))
        if in_office and self.fate.haste == 1:
            at = _in_office(at, self.chance)
        if self.fate.rests(self.course.case) or at > self.until:
            raise NotYetError
        self.at = at
        return at

    def usually(self, minutes: float, spread: float = 0.6) -> float:
        return self.chance.lognormvariate(math.log(minutes), spread)

    def say(self, occasion: str) -> str:
        return self.chance.choice(answers()[occasion]).format_map(Slots(self.chance))

    def actor(self, part: str) -> Actor:
        return self.course.world.actors[part]

    @property
    def officer(self) -> Actor:
        lead = self.course.case.lead
        return self.course.world.officer(lead) if lead else self.actor("dispatcher")

    @property
    def can_wait(self) -> bool:
        return self.course.case.urgency not in {Urgency.EMERGENCY, Urgency.URGENT}


def _go(life: _Life) -> None:
    case = life.course.case
    if case.flow == Flow.GRID and not _take_up(life):
        return
    if not acts.dispatch_waiting(life.course, actor=life.actor("catalogue"), now=life.after(0.05)) and not _by_hand(
        life
    ):
        return
    if life.fate.is_cancelled:
        acts.cancel(life.course, reason=life.say("struck"), actor=life.actor("supervisor"), now=life.after(90))
        return
    late = life.chance.uniform(200, 420) if life.fate.signs_late else 0
    now = life.after(life.usually(14) + late, in_office=life.can_wait)
    acts.sign(life.course, actor=life.officer, now=now)
    if case.flow == Flow.HOTLINE:
        _contact(life)
    _ask(life)
    _handle(life)


def _ask(life: _Life) -> None:
    """What stands still as a return that waits, or on the shelf, is asked for."""
    if life.fate.rest == State.RETURN_REQUESTED:
        reason, basis = life.say("returns"), life.say("bases")
        asking.request_return(life.course, reason=reason, basis=basis, actor=life.officer, now=life.after(30))
    elif life.fate.rest == State.SHELVED:
        now, until = life.after(60), day_start(to_local(life.until).date()) + _SHELVED_FOR
        reason, plan = life.say("shelvings"), life.say("plans")
        asking.request_shelving(life.course, reason=reason, plan=plan, until=until, actor=life.officer, now=now)
        asking.approve_shelving(life.course, actor=life.actor("supervisor"), now=life.after(60))


def _take_up(life: _Life) -> bool:
    """Filing of a grid case, or not."""
    case, world = life.course.case, life.course.world
    if life.fate.is_verified:
        return _verify(life)
    now = life.after(life.usually(15, 0.8), in_office=True)
    standard = world.standard(case.category, urgency=case.urgency, flow=case.flow, at=now)
    if life.fate.is_turned_down or standard is None:
        words, ground = life.say("not_taken"), RejectionGround.NOTHING_NEW
        acts.reject(life.course, ground, words=words, actor=life.actor("operator"), now=now)
        return False
    acts.file(life.course, standard, actor=life.actor("operator"), now=now)
    return True


def _verify(life: _Life) -> bool:
    """An inspector looks first whether the report is true."""
    course = life.course
    now = life.after(life.usually(15, 0.8), in_office=True)
    inspecting.send_to_verify(course, words="", actor=life.actor("operator"), now=now)
    now, case = life.after(life.usually(90), in_office=True), course.case
    standard = course.world.standard(case.category, urgency=case.urgency, flow=case.flow, at=now)
    is_true = standard is not None and not life.fate.is_turned_down
    words = life.say("found" if is_true else "not_found")
    walker = course.world.walker(course.tasks[-1].person_key)
    inspecting.verify(course, is_true=is_true, words=words, standard=standard, actor=walker, now=now)
    return is_true


def _check(life: _Life, *, is_passed: bool) -> None:
    """An inspector looks whether it is done."""
    now = life.after(life.usually(150), in_office=True)
    walker = life.course.world.walker(life.course.tasks[-1].person_key)
    words = life.say("passed" if is_passed else "failed")
    inspecting.check(life.course, is_passed=is_passed, words=words, actor=walker, now=now)


def _by_hand(life: _Life) -> bool:
    """What the catalogue could not decide waits for a person, some hours at times."""
    now = life.after(life.usually(150, 1.0), in_office=life.can_wait)
    if life.course.case.is_outside:
        words, ground = life.say("outside"), RejectionGround.OUTSIDE_DUTIES
        acts.reject(life.course, ground, words=words, actor=life.actor("dispatcher"), now=now)
        return False
    world = life.course.world
    street = world.catalogue.organizations[life.chance.choice(sorted(world.catalogue.places.offices.values()))]
    acts.dispatch(life.course, street, reason=life.say("by_hand"), actor=life.actor("dispatcher"), now=now)
    return True


def _contact(life: _Life) -> None:
    minutes = {Urgency.EMERGENCY: 18.0, Urgency.URGENT: 40.0}.get(Urgency(life.course.case.urgency), 150.0)
    late = 26 * 60 if life.fate.contacts_late else 0
    now = life.after(life.usually(minutes, 0.5) + late, in_office=life.can_wait)
    acts.contact(life.course, note=life.say("contacts"), actor=life.officer, now=now)


def _handle(life: _Life) -> None:
    """Rounds of reply, review and call-back."""
    refusals, unsolved, failures = life.fate.refusals, life.fate.unsolved, life.fate.failed_checks
    while True:
        _answer(life)
        accepted = refusals == 0
        now = life.after(life.usually(100), in_office=True)
        opinion = "" if accepted else life.say("opinions")
        acts.review(life.course, is_accepted=accepted, opinion=opinion, actor=life.actor("dispatcher"), now=now)
        if not accepted:
            refusals -= 1
            continue
        if life.course.case.flow == Flow.GRID:
            _check(life, is_passed=failures == 0)
            failures -= 1
        else:
            _call_back(life, is_solved=unsolved == 0)
            unsolved -= 1
        if life.course.case.closed_at is not None:
            return
        if life.course.case.flow == Flow.HOTLINE:
            _contact(life)


def _answer(life: _Life) -> None:
    """The reply, after its share of the time limit."""
    clock = life.course.live(ClockKind.HANDLE)
    limit = (clock.due_at - clock.started_at) / timedelta(minutes=1) if clock else 600.0
    begun = (life.at - clock.started_at) / timedelta(minutes=1) if clock else 0.0
    wait = max(limit * life.fate.share - begun, 15.0)
    if life.fate.is_urged:
        now = life.after(wait * 0.5, in_office=True)
        acts.urge(life.course, words=life.say("urges"), actor=life.actor("dispatcher"), now=now)
        wait *= 0.5
    if life.chance.random() < 0.12:
        acts.note(life.course, text=life.say("notes"), actor=life.officer, now=life.after(wait * 0.4, in_office=True))
        wait *= 0.6
    words = life.say("partial" if life.chance.random() < 0.12 else "replies")
    now = life.after(wait, in_office=life.can_wait)
    acts.reply(life.course, text=words, measures=life.say("measures"), actor=life.officer, now=now)


def _call_back(life: _Life, *, is_solved: bool) -> None:
    """Closes the case, or gives it back to its unit for another round."""
    clerk, most = life.actor("clerk"), life.course.world.handling.callback_attempts
    for _attempt in range(min(life.fate.unreached, most)):
        acts.callback(life.course, None, words="", actor=clerk, now=life.after(life.usually(500), in_office=True))
    if life.fate.unreached >= most:
        return
    now = life.after(life.usually(420), in_office=True)
    said = _what_they_say(life, is_solved=is_solved)
    acts.callback(life.course, said, words="" if is_solved else life.say("unsolved"), actor=clerk, now=now)


def _what_they_say(life: _Life, *, is_solved: bool) -> Answers:
    contacted = not life.fate.contacts_late and life.chance.random() < 0.985
    if not is_solved:
        mood = pick(life.chance, {"dissatisfied": 7, "very_dissatisfied": 2, "basically": 1})
        return Answers(contacted, CallBack.Solved.NO, CallBack.Satisfied(mood))
    solved = pick(life.chance, {"yes": 90, "partly": 10})
    mood = pick(life.chance, {"very": 30, "satisfied": 45, "basically": 18, "dissatisfied": 7})
    return Answers(contacted, CallBack.Solved(solved), CallBack.Satisfied(mood))


def _in_office(at: datetime, chance: Dice) -> datetime:
    """The moment itself between half past eight and seven, else some time in the next morning."""
    day = day_start(to_local(at).date())
    if day + _OPENS <= at <= day + _CLOSES:
        return at
    opening = day + _OPENS if at < day + _OPENS else day + timedelta(days=1) + _OPENS
    return opening + timedelta(seconds=chance.randrange(60 * 60))
