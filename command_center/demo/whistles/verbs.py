"""What the lines of a script do, each by the action that does it in earnest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from command_center.demo.chance import dice
from command_center.demo.whistles.cast import Cast, officer_of
from command_center.demo.whistles.script import Act, Script
from enforcement.actions.appeal import appeal
from enforcement.actions.cancel import cancel
from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.close import close
from enforcement.actions.contact import contact
from enforcement.actions.decide_appeal import decide_appeal
from enforcement.actions.decide_leave import decide_leave
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.feedback import feedback
from enforcement.actions.leave import leave
from enforcement.actions.note_departure import note_departure
from enforcement.actions.object_to import object_to
from enforcement.actions.rate import rate
from enforcement.actions.record import record
from enforcement.actions.refuse import refuse
from enforcement.actions.report import report
from enforcement.actions.return_whistle import return_whistle
from enforcement.actions.sign import sign
from enforcement.actions.stand_down import stand_down
from enforcement.actions.summon_more import summon_more
from enforcement.actions.suspend import suspend
from enforcement.models import RatingItem, Summons, Whistle
from enforcement.queries.rules_now import rating_items
from enforcement.rules.blowing import Call
from kernel.actors import Actor

# A time reported so much too late that the street has to confirm it.
_CLAIMED_BACK = timedelta(minutes=25)


@dataclass(frozen=True)
class Turn:
    """One act on its whistle, with everybody who may do it."""

    script: Script
    whistle: Whistle
    act: Act
    cast: Cast

    @property
    def summons(self) -> int:
        called = Summons.objects.filter(whistle=self.whistle, department__code=self.act.code)
        return called.values_list("pk", flat=True)[0]

    @property
    def officer(self) -> Actor:
        return self.cast.officers[self.act.code]

    @property
    def clerk(self) -> Actor:
        return self.cast.clerks[self.whistle.office.code]


def _sign(turn: Turn) -> None:
    who = officer_of(turn.script.key, turn.act.code)
    sign(turn.summons, officer=who, actor=turn.officer, now=turn.act.at)


def _contact(turn: Turn) -> None:
    contact(turn.summons, note="已与街道现场负责人通话", actor=turn.officer, now=turn.act.at)


def _come(turn: Turn, *, before: timedelta = timedelta()) -> None:
    chance, place = dice("come", turn.script.key, turn.act.code, turn.act.at), turn.whistle
    arrival = Arrival(
        officer_of(turn.script.key, turn.act.code),
        team_size=chance.randint(2, 9),
        at=turn.act.at - before,
        lon=place.lon + chance.uniform(-0.001, 0.001) if place.lon is not None else None,
        lat=place.lat + chance.uniform(-0.001, 0.001) if place.lat is not None else None,
    )
    check_in(turn.summons, arrival, actor=turn.officer, now=turn.act.at)


def _record(turn: Turn) -> None:
    measure, _blank, text = turn.act.words.partition(" ")
    record(turn.summons, measure=measure, text=text, actor=turn.officer, now=turn.act.at)


def _object(turn: Turn) -> None:
    basis = "部门职能配置规定"
    object_to(turn.summons, reason=turn.act.words, basis=basis, actor=turn.officer, now=turn.act.at)


def _answer_objection(turn: Turn, *, is_upheld: bool) -> None:
    decide_objection(turn.summons, is_upheld=is_upheld, words=turn.act.words, actor=turn.clerk, now=turn.act.at)


def _overrule(turn: Turn) -> None:
    said, actor = turn.act.words, turn.cast.supervisor
    decide_appeal(turn.summons, is_upheld=False, words=said, actor=actor, now=turn.act.at)


def _report(turn: Turn, *, result: str) -> None:
    report(turn.summons, result=result, text=turn.act.words, actor=turn.officer, now=turn.act.at)


def _rate(turn: Turn, *, is_vetoed: bool = False) -> None:
    """The street's own items between good and full."""
    chance = dice("marks", turn.script.key, turn.act.code)
    mine = [item for item in rating_items(at=turn.act.at) if item.basis == RatingItem.Basis.STREET]
    marks = {item.code: item.points - chance.randint(0, item.points // 4) for item in mine}
    reason = turn.act.words if is_vetoed else ""
    rate(turn.summons, marks=marks, veto_reason=reason, actor=turn.clerk, now=turn.act.at)


def _feedback(turn: Turn) -> None:
    chance = dice("feedback", turn.script.key, turn.act.code)
    marks = {name: chance.randint(3, 5) for name in ("necessity", "information", "coordination")}
    feedback(turn.whistle.pk, **marks, remark=turn.act.words, actor=turn.officer, now=turn.act.at)


def _more(turn: Turn) -> None:
    calls = [Call(turn.cast.organizations[turn.act.code].pk, turn.act.words)]
    leader = turn.cast.leaders[turn.whistle.office.code]
    summon_more(turn.whistle.pk, calls=calls, actor=leader, now=turn.act.at)


def _close(turn: Turn) -> None:
    close(turn.whistle.pk, words=turn.act.words, actor=turn.clerk, now=turn.act.at)


def _by_reason(verb: Callable[..., object], who: str, *, on_whistle: bool = False) -> Callable[[Turn], None]:
    """A verb that takes nothing but its reason."""

    def done(turn: Turn) -> None:
        actor = {"officer": lambda: turn.officer, "clerk": lambda: turn.clerk, "centre": lambda: turn.cast.supervisor}
        subject = turn.whistle.pk if on_whistle else turn.summons
        verb(subject, reason=turn.act.words, actor=actor[who](), now=turn.act.at)

    return done


def _grant(turn: Turn) -> None:
    decide_leave(turn.summons, is_granted=True, words=turn.act.words, actor=turn.clerk, now=turn.act.at)


VERBS: Mapping[str, Callable[[Turn], None]] = MappingProxyType(
    {
        "sign": _sign,
        "contact": _contact,
        "come": _come,
        "claim": partial(_come, before=_CLAIMED_BACK),
        "record": _record,
        "object": _object,
        "uphold": partial(_answer_objection, is_upheld=True),
        "reject": partial(_answer_objection, is_upheld=False),
        "appeal": _by_reason(appeal, "officer"),
        "overrule": _overrule,
        "refuse": _by_reason(refuse, "officer"),
        "ask_leave": _by_reason(leave, "officer"),
        "grant": _grant,
        "gone": _by_reason(note_departure, "clerk"),
        "report": partial(_report, result="solved"),
        "partly": partial(_report, result="partly"),
        "unsolved": partial(_report, result="unsolved"),
        "stand_down": _by_reason(stand_down, "clerk"),
        "rate": _rate,
        "veto": partial(_rate, is_vetoed=True),
        "feedback": _feedback,
        "more": _more,
        "suspend": _by_reason(suspend, "clerk", on_whistle=True),
        "cancel": _by_reason(cancel, "clerk", on_whistle=True),
        "return": _by_reason(return_whistle, "centre", on_whistle=True),
        "close": _close,
    }
)
