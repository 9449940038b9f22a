"""To whom a case goes: the deciding rule of the catalogue, its runner-up, and why, from plain values.

The answer depends on nothing but the rules in force and the facts of the case: not on the order in which rules are
given, nor on rules that say less than the winner.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.utils.translation import gettext as _

# Longer than any dated rule: what has no end is the least narrow in time.
_NO_END = 10**6
_MINUTES_A_DAY = 24 * 60


class OnDays(StrEnum):
    ANY = "any"
    WORKDAY = "workday"
    OFF_DAY = "off_day"


# Days of an ordinary week on which a rule of this kind is in force.
_DAYS_A_WEEK = {OnDays.ANY: 7, OnDays.WORKDAY: 5, OnDays.OFF_DAY: 2}


class Way(StrEnum):
    """How a target was found."""

    RULE = "catalogue"
    TERRITORIAL = "territorial"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the catalogue; None and "" hold for all. `target` None means the street office where it lies.
    Dates are both included; `to_time` is not, and lies on the next day when it is the earlier of the two."""

    id: int
    title: str
    valid_from: date
    valid_to: date | None = None
    category: int | None = None
    category_depth: int = 0
    street: str | None = None
    community: str | None = None
    source: str = ""
    only_days: OnDays = OnDays.ANY
    from_time: time | None = None
    to_time: time | None = None
    target: int | None = None
    supervising: int | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case: ids of its category and those above, codes of street and community (a redrawn area
    keeps its code), and the local moment."""

    local_time: datetime
    is_workday: bool
    category_path: tuple[int, ...] = ()
    street: str | None = None
    community: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Who can take a case at all: names of those in use, the office of each street; the centre only supervises."""

    names: Mapping[int, str]
    offices: Mapping[str, int]
    centre: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Ids of the target, the supervising organization and the rules; no rule when the street took it by territory."""

    way: Way
    target: int
    supervising: int | None
    rule: int | None
    runner_up: int | None
    needs_classification: bool
    reason: str


def decide(rules: Iterable[Rule], facts: Facts, *, places: Places) -> Decision | None:
    """The catalogue's answer; None when neither rule nor street tells whom to send it to (the dispatcher's queue)."""
    fitting = sorted((r for r in rules if fits(r, facts) and target_of(r, facts, places) is not None), key=rank)
    if fitting:
        return _by_rule(fitting[0], fitting[1] if len(fitting) > 1 else None, facts, places)
    office = _office(facts, places)
    return _by_territory(office, facts, places) if office is not None else None


def fits(rule: Rule, facts: Facts) -> bool:
    """Whether the rule speaks of this case at this moment."""
    return (
        _covers_place(rule, facts)
        and (rule.category is None or rule.category in facts.category_path)
        and rule.source in ("", facts.source)
        and _in_force(rule, facts)
    )


def rank(rule: Rule) -> tuple[int, ...]:
    """Smallest decides: community before street before district, deep before shallow category, a named source, the
    narrower time, the higher priority, the later start, the older rule. Total, since ids differ."""
    return (
        0 if rule.community is not None else 1 if rule.street is not None else 2,
        -rule.category_depth,
        0 if rule.source else 1,
        (rule.valid_to - rule.valid_from).days if rule.valid_to else _NO_END,
        weekly_minutes(rule),
        -rule.priority,
        -rule.valid_from.toordinal(),
        rule.id,
    )


def weekly_minutes(rule: Rule) -> int:
    """For how long the rule is in force in an ordinary week."""
    return _daily_minutes(rule.from_time, rule.to_time) * _DAYS_A_WEEK[rule.only_days]


def target_of(rule: Rule, facts: Facts, places: Places) -> int | None:
    """The organization the rule sends this case to; None when it is out of use or no street is known."""
    target = rule.target if rule.target is not None else _office(facts, places)
    return target if target in places.names else None


def _office(facts: Facts, places: Places) -> int | None:
    office = places.offices.get(facts.street) if facts.street is not None else None
    return office if office in places.names else None


def _covers_place(rule: Rule, facts: Facts) -> bool:
    if rule.community is not None:
        return rule.community == facts.community
    return rule.street is None or rule.street == facts.street


def _in_force(rule: Rule, facts: Facts) -> bool:
    day = facts.local_time.date()
    if day < rule.valid_from or (rule.valid_to is not None and day > rule.valid_to):
        return False
    if rule.only_days != OnDays.ANY and (rule.only_days == OnDays.WORKDAY) != facts.is_workday:
        return False
    return _in_hours(facts.local_time.time(), rule.from_time, rule.to_time)


def _in_hours(moment: time, start: time | None, end: time | None) -> bool:
    if start is None or end is None:
        return True
    return start <= moment < end if start < end else moment >= start or moment < end


def _daily_minutes(start: time | None, end: time | None) -> int:
    if start is None or end is None:
        return _MINUTES_A_DAY
    return ((end.hour - start.hour) * 60 + end.minute - start.minute) % _MINUTES_A_DAY


def _by_rule(rule: Rule, runner_up: Rule | None, facts: Facts, places: Places) -> Decision:
    target = target_of(rule, facts, places)
    if target is None:
        raise ValueError(f"rule {rule.id} has no target here")
    reason = _("按规则 %(id)s（%(title)s）派往%(target)s") % {
        "id": rule.id,
        "title": rule.title,
        "target": places.names[target],
    }
    if runner_up is not None:
        reason += _("；次选规则 %(id)s（%(title)s）") % {"id": runner_up.id, "title": runner_up.title}
    return Decision(
        way=Way.RULE,
        target=target,
        supervising=rule.supervising if rule.supervising is not None else _supervisor(target, places),
        rule=rule.id,
        runner_up=runner_up.id if runner_up else None,
        needs_classification=not facts.category_path,
        reason=reason,
    )


def _by_territory(office: int, facts: Facts, places: Places) -> Decision:
    sentence = _("目录没有适用规则，属地兜底派往%(target)s")
    if not facts.category_path:
        sentence = _("类别不明，属地兜底派往%(target)s，待归类")
    return Decision(
        way=Way.TERRITORIAL,
        target=office,
        supervising=_supervisor(office, places),
        rule=None,
        runner_up=None,
        needs_classification=not facts.category_path,
        reason=sentence % {"target": places.names[office]},
    )


def _supervisor(target: int, places: Places) -> int | None:
    """What goes straight to a street also goes to the district to supervise (接诉即办工作条例 §12(1))."""
    return places.centre if target in places.offices.values() else None
