"""How one department stands towards a whistle, in a word, a time and a lamp: the cell of the board."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.desk.words import duration_text, moment_text
from deadlines.lamps import Lamp, lamp
from deadlines.states import ClockState
from enforcement.models import OF_DEPARTMENT, Summons, SummonsClock, SummonsClockKind
from enforcement.states import ON_THE_SPOT, OWING, SummonsState
from kernel.times import due_text, to_local

Clocks = Mapping[str, SummonsClock]
_SHORT = {
    SummonsClockKind.SIGN: gettext_lazy("签收"),
    SummonsClockKind.CONTACT: gettext_lazy("联系"),
    SummonsClockKind.ARRIVE: gettext_lazy("报到"),
    SummonsClockKind.FINISH: gettext_lazy("办结"),
    SummonsClockKind.APPEAL: gettext_lazy("裁定"),
}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock as read: `left` while it runs; `lamp` is None once it was judged, red when it was missed."""

    name: str
    word: str
    due: str
    left: str
    lamp: Lamp | None
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`note` is what matters beside the state; `clock` what falls due next, None when nothing runs."""

    word: str
    note: str
    lamp: Lamp | None
    clock: ClockLine | None
    due_at: datetime | None
    is_late: bool


def clocks_by_summons(summonses: Iterable[Summons]) -> dict[int, dict[str, SummonsClock]]:
    """The last clock of each kind, for all of them in one statement."""
    found: defaultdict[int, dict[str, SummonsClock]] = defaultdict(dict)
    for clock in SummonsClock.objects.filter(summons__in=[one.pk for one in summonses]).order_by("pk"):
        found[clock.summons_id][clock.kind] = clock
    return found


def clock_line(clock: SummonsClock, *, now: datetime) -> ClockLine:
    runs = clock.state == ClockState.RUNNING
    shown = lamp(due_at=clock.due_at, warn_at=clock.warn_at, now=now) if runs else None
    return ClockLine(
        name=str(_SHORT[SummonsClockKind(clock.kind)]),
        word=str(shown.label if shown else ClockState(clock.state).label),
        due=due_text(clock.due_at, now=now),
        left=duration_text(clock.due_at - now) if runs else "",
        lamp=Lamp.RED if clock.state == ClockState.MISSED else shown,
        source=clock.limit_source,
    )


def standing_of(summons: Summons, clocks: Clocks, *, now: datetime) -> Standing:
    running = [clocks[kind] for kind in OF_DEPARTMENT if kind in clocks and clocks[kind].state == ClockState.RUNNING]
    following = min(running, key=lambda clock: clock.due_at, default=None)
    clock = clock_line(following, now=now) if following is not None and summons.state in OWING else None
    return Standing(
        word=str(SummonsState(summons.state).label),
        note=_note(summons, clocks, now=now),
        lamp=Lamp.PURPLE if summons.is_supervised else clock.lamp if clock else None,
        clock=clock,
        due_at=following.due_at if clock and following else None,
        is_late=minutes_late(summons, clocks) > 0,
    )


def minutes_late(summons: Summons, clocks: Clocks) -> int:
    """How late they came by the accepted time, in begun minutes; 0 in time, unjudged or never."""
    clock = clocks.get(SummonsClockKind.ARRIVE)
    if clock is None or summons.checked_in_at is None or summons.checked_in_at <= clock.due_at:
        return 0
    return -int((clock.due_at - summons.checked_in_at).total_seconds() // 60)


def _note(summons: Summons, clocks: Clocks, *, now: datetime) -> str:
    if summons.refused_at is not None and summons.state in OWING - ON_THE_SPOT:
        return _("已拒绝")
    if summons.state in ON_THE_SPOT and summons.checked_in_at is None:
        return _("时间待确认")
    if summons.state in ON_THE_SPOT and summons.checked_in_at is not None:
        return _came(summons, clocks, now=now)
    if summons.state == SummonsState.REPORTED:
        return str(summons.get_result_display())
    return ""


def _came(summons: Summons, clocks: Clocks, *, now: datetime) -> str:
    at, late = summons.checked_in_at or now, minutes_late(summons, clocks)
    is_today = to_local(at).date() == to_local(now).date()
    said = f"{to_local(at):%H:%M}" if is_today else moment_text(at, now=now)
    return _("%(at)s 迟 %(n)d 分") % {"at": said, "n": late} if late else said


def number_of_comers(summonses: Sequence[Summons]) -> int:
    """How many have come so far."""
    return sum(one.checked_in_at is not None or one.state in ON_THE_SPOT for one in summonses)
