"""What each indicator counts, slowly and one case at a time, from plain histories: written from the rules of the trade
and on purpose not read from the statements that it is held against."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tests.assessment.histories import Call, Life, Limit

ONE, NOUGHT = Decimal(1), Decimal(0)


@dataclass
class View:
    """The period from `start` until before `end`, seen by streets or by departments."""

    start: datetime
    end: datetime
    kind: str
    streets: list[str]
    units: list[str]
    partly: Decimal = NOUGHT

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end

    def past(self, moment: datetime | None) -> bool:
        return moment is not None and moment < self.end

    def subject(self, life: Life, unit: int) -> str | None:
        if self.kind == "department":
            return self.units[unit]
        return None if life.street is None else self.streets[life.street]


Row = tuple[str, str, int, str, str, Decimal, Decimal]


def fact(life: Life, subject: str | None, *, amount: Decimal, weight: Decimal = ONE, why: str = "") -> Iterator[Row]:
    """One row; what the rule leaves out counts nowhere, what was excluded on request stays in the raw figure."""
    if subject is None:
        return
    side = "numerator" if amount else "denominator"
    if why:
        yield (subject, "case", life.ref, "excluded", why, NOUGHT, NOUGHT)
    elif life.is_excluded:
        yield (subject, "case", life.ref, "excluded", "wrong_data", amount, weight)
    else:
        yield (subject, "case", life.ref, side, "", amount, weight)


# --- call-backs


def last_call(life: Life, view: View) -> Call | None:
    inside = [call for call in life.calls if view.has(call.at)]
    reached = [call for call in inside if call.reached]
    candidates = reached or inside
    return max(enumerate(candidates), key=lambda pair: (pair[1].at, pair[0]))[1] if candidates else None


def unit_of_call(life: Life, call: Call) -> int:
    """Whose handling was judged last before the call, else the lead."""
    before = [one for one in life.limits if one.stopped is not None and one.stopped <= call.at]
    return before[-1].holder if before else life.lead


def by_calls(answer: Callable[[Call, View], Decimal | None]) -> Callable[[Life, View], Iterator[Row]]:
    def count(life: Life, view: View) -> Iterator[Row]:
        call = last_call(life, view)
        if call is None:
            return
        subject = view.subject(life, unit_of_call(life, call))
        if not call.reached:
            yield from fact(life, subject, amount=NOUGHT, why="not_reached")
        elif life.request_kind == "consultation":
            yield from fact(life, subject, amount=NOUGHT, why="consultation")
        elif (amount := answer(call, view)) is None:
            yield from fact(life, subject, amount=NOUGHT, why="no_answer")
        else:
            yield from fact(life, subject, amount=amount)

    return count


def responded(call: Call, view: View) -> Decimal | None:
    return None if call.contacted is None else Decimal(call.contacted)


def solved(call: Call, view: View) -> Decimal | None:
    return {"yes": ONE, "partly": view.partly, "no": NOUGHT}.get(call.solved)


def satisfied(call: Call, view: View) -> Decimal | None:
    return None if not call.satisfied else Decimal(call.satisfied in ("very", "satisfied", "basically"))


# --- what was due


def due_moment(limit: Limit) -> datetime | None:
    """Done, or the limit over, whichever came first; a limit that stands still does not run out."""
    is_over = limit.paused is None or limit.due < limit.paused
    moments = [limit.stopped, limit.due if is_over else None]
    return min((moment for moment in moments if moment is not None), default=None)


def due(life: Life, view: View) -> Limit | None:
    """The first limit by which the case was judged, when it came up in this period."""
    first = life.judged[0] if life.judged else None
    return first if first is not None and view.has(due_moment(first)) else None


def holder_then(limit: Limit, view: View) -> int:
    if view.past(limit.stopped):
        return limit.holder
    for until, who in limit.before:
        if until >= view.end:
            return who
    return limit.holder


def is_late(life: Life, view: View) -> bool:
    """Another round does not make up for what was late, and may be late itself."""
    return life.judged[0].state != "met" or any(is_overrun(one, view) for one in life.judged)


def is_overrun(limit: Limit, view: View) -> bool:
    """Its time was over before the period ended, and nothing was done in time."""
    stood_still = limit.paused is not None and limit.paused <= limit.due
    return limit.state != "met" and view.past(limit.due) and not stood_still


def is_closed(life: Life, view: View) -> bool:
    return life.end == "closed" and view.past(life.ended)


def by_due(
    flow: str, test: Callable[[Life, View], bool], *, only: Callable[[Life, View], bool] | None = None
) -> Callable[[Life, View], Iterator[Row]]:
    def count(life: Life, view: View) -> Iterator[Row]:
        limit = due(life, view)
        if limit is not None and life.flow == flow and (only is None or only(life, view)):
            yield from fact(life, view.subject(life, holder_then(limit, view)), amount=Decimal(test(life, view)))

    return count


def is_disposed(life: Life, view: View) -> bool:
    return view.past(life.judged[0].stopped)


def is_reworked(life: Life, view: View) -> bool:
    return any(map(view.past, life.handed_back))


def is_extended(life: Life, view: View) -> bool:
    return any(a.kind == "extension" and a.state == "approved" and view.past(a.at) for a in life.applications)


def rework_pieces(life: Life, view: View) -> Iterator[Row]:
    limit = due(life, view)
    if limit is not None and life.flow == "grid" and is_reworked(life, view):
        yield from fact(life, view.subject(life, holder_then(limit, view)), amount=ONE, weight=NOUGHT)


# --- what was dispatched, what was reported


def by_dispatch(test: Callable[[Life, View, int], bool], *, flow: str = "") -> Callable[[Life, View], Iterator[Row]]:
    def count(life: Life, view: View) -> Iterator[Row]:
        inside = [unit for when, unit in life.dispatches if view.has(when)]
        if inside and life.flow in (flow, flow or life.flow):
            unit = inside[-1]
            yield from fact(life, view.subject(life, unit), amount=Decimal(test(life, view, unit)))

    return count


def stopped_inside(life: Life, view: View) -> list[Limit]:
    return [one for one in life.judged if one.state in ("met", "missed") and view.has(one.stopped)]


def gave_back(state: str) -> Callable[[Life, View, int], bool]:
    return lambda life, view, unit: any(
        a.kind == "return" and a.state == state and a.unit == unit and view.past(a.at) for a in life.applications
    )


def is_void(life: Life, view: View) -> bool:
    return life.end == "cancelled" and view.past(life.ended)


def by_report(
    counted: Callable[[Life, View], bool], test: Callable[[Life, View], bool]
) -> Callable[[Life, View], Iterator[Row]]:
    def count(life: Life, view: View) -> Iterator[Row]:
        if view.has(life.received) and counted(life, view):
            yield from fact(life, view.subject(life, life.lead), amount=Decimal(test(life, view)))

    return count


def is_filed(life: Life, view: View) -> bool:
    return view.past(life.filed)


EVERYWHERE = {
    "response_rate": by_calls(responded),
    "resolution_rate": by_calls(solved),
    "satisfaction_rate": by_calls(satisfied),
    "closure_rate": by_due("grid", is_closed),
    "on_time_closure_rate": by_due("grid", lambda x, v: is_closed(x, v) and not is_late(x, v)),
    "overdue_closure_rate": by_due("grid", lambda x, v: is_closed(x, v) and is_late(x, v)),
    "rework_rate": by_due("grid", is_reworked),
    "rework_share_of_disposed": by_due("grid", is_reworked, only=is_disposed),
    "rework_count": rework_pieces,
    "extension_rate": by_due("grid", is_extended),
    "overdue_open_rate": by_due("grid", lambda x, v: not is_disposed(x, v)),
    "hotline_on_time_rate": by_due("hotline", lambda x, v: is_disposed(x, v) and not is_late(x, v)),
    "disposal_rate": by_dispatch(lambda x, v, unit: bool(stopped_inside(x, v)), flow="grid"),
    "on_time_disposal_rate": by_dispatch(
        lambda x, v, unit: bool(stopped_inside(x, v)) and all(one.state == "met" for one in stopped_inside(x, v)),
        flow="grid",
    ),
    "return_rate": by_dispatch(gave_back("approved")),
}
OF_STREETS = {
    "filing_rate": by_report(lambda x, v: x.flow == "grid" and not is_void(x, v), is_filed),
    "valid_report_rate": by_report(lambda x, v: x.flow == "grid", lambda x, v: is_filed(x, v) and not is_void(x, v)),
    "public_report_rate": by_report(
        lambda x, v: (is_filed(x, v) or x.flow == "hotline") and not is_void(x, v), lambda x, v: x.flow == "hotline"
    ),
}
OF_DEPARTMENTS = {"shirking_rate": by_dispatch(gave_back("refused"))}


def indicators(kind: str) -> dict[str, Callable[[Life, View], Iterator[Row]]]:
    return EVERYWHERE | (OF_STREETS if kind == "street" else OF_DEPARTMENTS)
