"""A batch of the dispatch sweep leaves what one case after the other leaves, in a bounded number of statements."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.actions import dispatch_waiting as sweep_module
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.supervise import supervise
from cases.models import (
    Case,
    CaseClock,
    CaseClockHolding,
    CaseClockPause,
    CaseClockStretch,
    CaseEvent,
    CaseParty,
    CatalogueRule,
    Category,
    ClockKind,
    ClockLimit,
    DispatchDecision,
    FilingStandard,
    SupervisionOrder,
)
from cases.rules.orders import Whereabouts
from deadlines import clocks
from deadlines.models import LadderRung
from notices.models import OutboxAudience, OutboxEntry
from organizations.models import Organization
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

LATER = at("2026-11-24 09:50")
# What grows by itself and tells nothing.
_OWN = {"id", "search"}


def rows(model, *order, **by_name):
    """Every column of every row, those of `by_name` replaced by something that is the same in both ways."""
    columns = [f.attname for f in model._meta.concrete_fields if f.name not in {*_OWN, *by_name}]
    names = [*columns, *by_name.values()]
    return [dict(zip(names, row, strict=True)) for row in model.objects.order_by(*order).values_list(*names)]


def everything():
    of_clock = {"clock": "clock__kind"}
    told = OutboxAudience.objects.values_list("entry__subject_id", "entry__kind", "organization", "left_view")
    return {
        "cases": rows(Case, "case_no"),
        "clocks": rows(CaseClock, "case", "kind", "state"),
        "holdings": rows(CaseClockHolding, "clock__case", "clock__kind", **of_clock),
        "stretches": rows(CaseClockStretch, "clock__case", "clock__kind", **of_clock),
        "pauses": rows(CaseClockPause, "clock__case", "clock__kind", **of_clock),
        "decisions": rows(DispatchDecision, "case"),
        "parties": rows(CaseParty, "case", "organization", "part"),
        "supervisions": rows(SupervisionOrder, "number", clock="clock__kind"),
        "events": rows(CaseEvent, "case", "version", "id"),
        "outbox": rows(OutboxEntry, "subject_id", "version", "kind"),
        "told": sorted(told),
    }


class Undone(Exception):
    pass


def leaving(work):
    """What stands in the tables after the work, which is then undone."""
    try:
        with transaction.atomic():
            result = work()
            found = everything()
            raise Undone
    except Undone:
        return result, found


def rule(**columns):
    return CatalogueRule.objects.create(**({"valid_from": "2020-01-01"} | columns))


def one_by_one(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "_together", lambda cases, *_args, **_facts: [case.pk for case in cases])
        return leaving(lambda: dispatch_waiting(now=LATER))


def several(town):
    """Cases of every kind that comes before the catalogue."""
    first, second = Whereabouts(street="甲河街道"), Whereabouts(street="乙河街道")
    stall = {"category_code": "030701"}
    made = [
        make.case(sender=town.city, whereabouts=first),
        make.case(sender=town.city, whereabouts=second, **stall),
        make.case(sender=town.city, **stall),
        make.case(sender=town.city),
        make.case(sender=town.city, whereabouts=second, reply_due_at=at("2026-11-26 18:00")),
        make.case(sender=town.city, whereabouts=first, urgency="emergency", request_kind="consultation"),
        make.case(sender=town.department, whereabouts=first, urgency="complex", received_at=at("2026-11-23 16:00")),
        make.case(sender=town.streets[0], whereabouts=Whereabouts(lon=116.2, lat=39.9)),
    ]
    return [*made, *grid_cases(town), supervised(town), returned(town), paused(town), *counted_from_dispatch(town)]


def grid_cases(town):
    """Filed by a standard, by none, with a due time of their own; they have no clock before they are sent out."""
    waste = Category.objects.get(code="06010")
    standard = FilingStandard.objects.filter(flow="grid").get()
    facts = {"source": "inspector", "whereabouts": Whereabouts(street="甲河街道"), "category_code": waste.code}
    made = [make.case(sender=town.centre, **facts) for _ in range(3)]
    for case in made:
        make.put(case, "pending_dispatch", filed_at=MORNING)
    Case.objects.filter(pk=made[0].pk).update(standard=standard)
    Case.objects.filter(pk=made[1].pk).update(reply_due_at=at("2026-11-25 12:00"))
    return made


def supervised(town):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    supervisor = make.person(town.centre, Role.DUTY_SUPERVISOR)
    return supervise(case.pk, reason="媒体关注", actor=supervisor, now=MORNING + timedelta(minutes=1))


def returned(town):
    """Comes back from a department that led it: it sees the case no more, its time stays with its name."""
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    handle = CaseClock.objects.get(case=case, kind=ClockKind.HANDLE)
    clocks.transfer(handle, holder=town.department, at=MORNING + timedelta(minutes=5))
    CaseParty.objects.create(case=case, organization=town.department, part="lead")
    CaseParty.objects.create(case=case, organization=town.streets[0], part="assisting")
    CaseParty.objects.create(case=case, organization=town.centre, part="supervising")
    Case.objects.filter(pk=case.pk).update(lead=town.department)
    return case


def paused(town):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    for kind in (ClockKind.DISPATCH, ClockKind.HANDLE):
        clocks.pause(CaseClock.objects.get(case=case, kind=kind), at=MORNING + timedelta(minutes=6))
    return case


def counted_from_dispatch(town):
    stall = Category.objects.get(code="030701")
    words = {"condition": "一般情形", "closing_condition": "办理完毕", "valid_from": date(2020, 1, 1)}
    limit = {"limit_value": 3, "limit_kind": "legal_work_day", "counts_from": "dispatched"}
    FilingStandard.objects.create(category=stall, flow="hotline", **words, **limit)
    return [
        make.case(sender=town.city, whereabouts=Whereabouts(street=s), category_code="030701")
        for s in ("甲河街道", "乙河街道")
    ]


def rules_for(town):
    """One rule with another to supervise, one to a community and one to a closed unit, both passed by. Signing, and
    whatever is filed by the standard of the grid, counts by a calendar of its own."""
    shifts = make.seven_days()
    ClockLimit.objects.filter(clock_kind=ClockKind.SIGN).update(calendar=shifts)
    FilingStandard.objects.filter(flow="grid").update(calendar=shifts)
    stall = Category.objects.get(code="030701")
    closed = make.organization(is_active=False)
    rule(category=stall, organization=town.department, supervising=town.streets[0], priority=1)
    rule(street=town.area.streets[1], category=stall, target_kind="territorial_street", supervising=town.department)
    rule(street=town.area.streets[0], organization=town.communities[0])
    rule(street=town.area.streets[1], organization=closed)
    # The streets warn at another share than the centre does: a clock that goes to them warns at another time.
    of_streets = {"clock_kind": "handle", "organization_kind": "street", "valid_from": date(2020, 1, 1)}
    LadderRung.objects.create(
        number=1, action="remind", name="临期", offset_kind="share_of_budget", share="0.5", **of_streets
    )


def test_a_batch_leaves_column_by_column_what_one_after_the_other_leaves(town, monkeypatch):
    rules_for(town)
    several(town)
    before = everything()
    alone, expected = one_by_one(monkeypatch)
    together, found = leaving(lambda: dispatch_waiting(now=LATER))
    assert (alone.dispatched, alone.held, alone.failed) == (together.dispatched, together.held, together.failed)
    assert (alone.failed, alone.held) == (0, 1)
    assert {(row["kind"], row["calendar"]) for row in found["clocks"]} >= {("sign", "shifts"), ("handle", "shifts")}
    for table, expected_rows in expected.items():
        assert found[table] == expected_rows, table
    changed = {table for table in before if before[table] != expected[table]}
    assert changed == set(before)


def test_two_batches_in_one_sweep_do_not_meet_a_case_twice(town, monkeypatch):
    monkeypatch.setattr(sweep_module, "BATCH", 2)
    for _ in range(5):
        make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    assert dispatch_waiting(now=LATER).dispatched == 5
    assert CaseEvent.objects.filter(kind="dispatched").count() == 5


def test_a_batch_costs_a_bounded_number_of_statements(town):
    rules_for(town)
    for _ in range(3):
        several_of_them(town)
    with CaptureQueriesContext(connection) as captured:
        dispatch_waiting(now=LATER)
    statements = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= 25
    assert not Case.objects.filter(state="pending_dispatch", is_held=False).exists()


def several_of_them(town):
    for street in ("甲河街道", "乙河街道"):
        for _ in range(5):
            make.case(sender=town.city, whereabouts=Whereabouts(street=street), category_code="030701")
    make.case(sender=town.city)
    grid_cases(town)
    supervised(town)
    returned(town)


def test_a_street_closed_by_now_is_no_target(town):
    Organization.objects.filter(pk=town.streets[0].pk).update(is_active=False)
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    assert dispatch_waiting(now=LATER).held == 1
    case.refresh_from_db()
    assert (case.state, case.is_held) == ("pending_dispatch", True)
