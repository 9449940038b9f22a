"""Plays all scripts side by side, in the order of their times, with the sweep going round as it would have."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max, Min

from cases.models import Case, Category
from cases.rules.orders import Whereabouts
from cases.states import State
from command_center.demo.chance import dice
from command_center.demo.whistles.cast import Cast, gather
from command_center.demo.whistles.script import Act, Script, scripts, span
from command_center.demo.whistles.verbs import VERBS, Turn
from enforcement.actions.blow import blow
from enforcement.actions.escalate import escalate_due
from enforcement.actions.repeat import repeat
from enforcement.models import SummonsClock, Whistle
from enforcement.rules.blowing import NOWHERE, Blow, Call

_BLOW = "blow"
_BETWEEN_SWEEPS = timedelta(seconds=15)


def play(*, until: datetime) -> int:
    """Every whistle of the scripts as far as it has come by then; returns how many."""
    cast, blown = gather(), dict[str, Whistle]()
    for script, act in _acts(until=until):
        _sweep(until=act.at)
        if act.verb == _BLOW:
            blown[script.key] = _blow(script, cast, blown, now=act.at)
        else:
            VERBS[act.verb](Turn(script, blown[script.key], act, cast))
    _sweep(until=until)
    return len(blown)


def _acts(*, until: datetime) -> list[tuple[Script, Act]]:
    """Of all scripts, in the order of their times; what would lie ahead is left out."""
    return sorted((one for one in _every_act(until) if one[1].at <= until), key=lambda one: one[1].at)


def _every_act(until: datetime) -> Iterator[tuple[Script, Act]]:
    for script in scripts():
        at = script.blown_at(until)
        yield script, Act(at, _BLOW, "", "")
        for act in script.acts(blown_at=at, chance=dice("whistle", script.key)):
            yield script, act


def _blow(script: Script, cast: Cast, blown: dict[str, Whistle], *, now: datetime) -> Whistle:
    case = _open_case(cast.leaders, before=now) if script.of_a_case else None
    office = case.lead.code if case and case.lead else script.office
    kind, _colon, code = script.category.partition(":")
    facts = Blow(
        kind=script.kind,
        matter=script.matter,
        details=script.details,
        calls=tuple(Call(cast.organizations[one].pk, duty) for one, duty in script.calls.items()),
        leader=cast.leader(office),
        whereabouts=Whereabouts(script.address, lon=script.lon, lat=script.lat) if script.address else NOWHERE,
        case_id=case.pk if case else None,
        category_id=Category.objects.get(kind=kind, code=code).pk if code else None,
        arrive_by=now + span(script.arrive) if script.arrive else None,
        finish_by=now + span(script.finish) if script.finish else None,
    )
    leader = cast.leaders[office]
    if script.repeats:
        return repeat(blown[script.repeats].pk, facts, actor=leader, now=now)
    return blow(facts, actor=leader, now=now)


def _open_case(offices: Iterable[str], *, before: datetime) -> Case | None:
    """The youngest that a street with a leader was handling by then, with nothing told of it since; located if any
    is."""
    handling = Case.objects.filter(state=State.HANDLING, lead__code__in=offices).select_related("lead")
    quiet = handling.annotate(last=Max("events__at")).filter(last__lt=before).order_by("-last", "-pk")
    return quiet.filter(lon__isnull=False).first() or quiet.first()


def _sweep(*, until: datetime) -> None:
    """Each rung at the first round of the sweep behind its time."""
    while (due := SummonsClock.objects.aggregate(at=Min("next_alarm_at"))["at"]) is not None and due <= until:
        escalate_due(now=min(due + _BETWEEN_SWEEPS, until))
