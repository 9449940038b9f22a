"""The history is written in bulk; one life played both ways leaves the same rows, column by column."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cases.actions import (
    callback,
    cancel,
    check,
    contact,
    dispatch,
    file,
    note,
    reject,
    reply,
    review,
    send_to_verify,
    sign,
    urge,
    verify,
)
from cases.actions.callback import Answers
from cases.actions.dispatch_waiting import CATALOGUE, dispatch_waiting
from cases.actions.escalate import escalate_due
from cases.actions.receive import receive
from cases.actions.reject import RejectionGround
from cases.models import CallBack, Case, CaseClock, ClockLimit, FilingStandard, HandlingRules
from cases.models.rulebook import renew_stamp
from cases.rules.orders import Order, Whereabouts
from command_center.demo.history import acts, inspecting
from command_center.demo.history.course import Course, beat_after
from command_center.demo.history.store import store
from command_center.demo.history.world import World
from grid.models import DutyGrid
from organizations.roles import Role
from tests import make
from tests.make import at

NOT_SATISFIED = Answers(False, CallBack.Solved.NO, CallBack.Satisfied.DISSATISFIED)
SATISFIED = Answers(True, CallBack.Solved.YES, CallBack.Satisfied.VERY)
# A Monday; reply on time, an unsolved first round, a second that comes late.
LONG_LIFE = [
    ("dispatch_waiting", "2026-11-16 09:01", {}),
    ("sign", "2026-11-16 14:00", {}),
    ("contact", "2026-11-17 16:00", {"note": "约定明天上门"}),
    ("urge", "2026-11-18 09:00", {"words": "请抓紧"}),
    ("note", "2026-11-18 10:00", {"text": "已到现场"}),
    ("reply", "2026-11-19 10:00", {"text": "已处理", "measures": "现场清理"}),
    ("review", "2026-11-19 11:00", {"is_accepted": False, "opinion": "请补充照片"}),
    ("reply", "2026-11-20 10:00", {"text": "已补充", "measures": ""}),
    ("review", "2026-11-20 11:00", {"is_accepted": True, "opinion": ""}),
    ("callback", "2026-11-20 15:00", {"answers": None, "note": ""}),
    ("callback", "2026-11-21 10:00", {"answers": NOT_SATISFIED, "note": "没有变化"}),
    ("contact", "2026-11-22 10:00", {"note": "再次上门"}),
    ("reply", "2026-12-02 10:00", {"text": "彻底解决", "measures": ""}),
    ("review", "2026-12-02 11:00", {"is_accepted": True, "opinion": ""}),
    ("callback", "2026-12-03 10:00", {"answers": SATISFIED, "note": ""}),
]
GRID_LIFE = [
    ("file", "2026-11-16 09:30", {}),
    ("dispatch_waiting", "2026-11-16 09:31", {}),
    ("sign", "2026-11-16 09:40", {}),
    ("reply", "2026-11-27 09:40", {"text": "已清运", "measures": "清运"}),
    ("review", "2026-11-27 10:00", {"is_accepted": True, "opinion": ""}),
    ("check", "2026-11-27 14:00", {"is_passed": False, "words": "仍有残留"}),
    ("reply", "2026-11-27 16:00", {"text": "已复清", "measures": "清运"}),
    ("review", "2026-11-27 16:30", {"is_accepted": True, "opinion": ""}),
    ("check", "2026-12-01 17:00", {"is_passed": True, "words": "干净"}),
]
VERIFIED_LIFE = [
    ("send_to_verify", "2026-11-16 09:30", {"words": ""}),
    ("verify", "2026-11-17 14:00", {"is_true": True, "words": "属实"}),
    ("dispatch_waiting", "2026-11-17 14:01", {}),
    ("sign", "2026-11-17 14:40", {}),
    ("reply", "2026-11-18 09:40", {"text": "已清运", "measures": "清运"}),
    ("review", "2026-11-18 10:00", {"is_accepted": True, "opinion": ""}),
]
UNTRUE_LIFE = [VERIFIED_LIFE[0], ("verify", "2026-11-16 11:00", {"is_true": False, "words": "没有"})]
HELD_LIFE = [
    ("dispatch_waiting", "2026-11-16 09:01", {}),
    ("dispatch", "2026-11-16 15:00", {"reason": "诉求人补充了地址"}),
    ("sign", "2026-11-16 15:10", {}),
]
UNREACHED_LIFE = [
    *LONG_LIFE[:3],
    ("reply", "2026-11-19 10:00", {"text": "已处理", "measures": ""}),
    ("review", "2026-11-19 11:00", {"is_accepted": True, "opinion": ""}),
    *[("callback", f"2026-11-2{day} 10:00", {"answers": None, "note": ""}) for day in (0, 1, 2)],
]
REJECTED_LIFE = [("reject", "2026-11-16 11:00", {"ground": RejectionGround.OUTSIDE_DUTIES, "words": "不在本区。"})]
CANCELLED_LIFE = [*LONG_LIFE[:2], ("cancel", "2026-11-16 15:00", {"reason": "诉求人撤回"})]

ON_THE_SPOT = Whereabouts(lon=116.2025, lat=39.9075)
KNOWN = Whereabouts(address="1号楼", street="甲河街道", community="柳荫里社区")
LIVES = {
    "long": (LONG_LIFE, {"whereabouts": KNOWN, "category_code": "030701"}),
    "grid": (GRID_LIFE, {"whereabouts": KNOWN, "category_code": "event:06010", "source": "inspector"}),
    "verified": (
        VERIFIED_LIFE,
        {"whereabouts": ON_THE_SPOT, "category_code": "event:06010", "source": "inspector", "is_supervised": True},
    ),
    "untrue": (UNTRUE_LIFE, {"whereabouts": KNOWN, "category_code": "event:06010", "source": "inspector"}),
    "held": (HELD_LIFE, {"category_code": ""}),
    "unreached": (UNREACHED_LIFE, {"whereabouts": KNOWN}),
    "rejected": (REJECTED_LIFE, {}),
    "cancelled": (CANCELLED_LIFE, {"whereabouts": KNOWN, "urgency": "urgent"}),
    "city limit": (LONG_LIFE, {"whereabouts": KNOWN, "reply_due_at": at("2026-11-18 09:00")}),
    "emergency": (LONG_LIFE, {"whereabouts": KNOWN, "urgency": "emergency", "is_supervised": True}),
}
REAL = {
    f.__name__: f
    for f in (
        *(check.check, send_to_verify.send_to_verify, verify.verify),
        *(callback.callback, cancel.cancel, contact.contact, dispatch.dispatch, file.file, note.note),
        *(reject.reject, reply.reply, review.review, sign.sign, urge.urge),
    )
}
CASE_NO = re.compile(r"\d{8}-\d{6}")
# Each row has its own keys; two orders have two numbers.
OWN = {"id", "case_id", "clock_id", "escalation_id", "case_no", "order_no", "fingerprint", "subject_id"}


@pytest.fixture
def play(town):
    """The people of the mini district, which asks for no photos: the history hangs its own on a few cases later."""
    HandlingRules.objects.create(valid_from=date(2026, 1, 1), is_after_photo_required=False)
    roles = [Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.INTAKE_OPERATOR, Role.CALLBACK_CLERK]
    for role in (Role.DUTY_SUPERVISOR, Role.LEADER):  # somebody hears of every rung, as in the demo
        make.user(town.centre, role)
    for kind, n, unit in (("verify", 4, "work_hour"), ("check", 1, "work_day")):
        since = date(2020, 1, 1)
        ClockLimit.objects.create(
            clock_kind=kind, limit_value=n, limit_kind=unit, counts_from="received", valid_from=since
        )
    # The grid's standard and the answer to a supervision order count by a calendar of their own.
    shifts = make.seven_days()
    FilingStandard.objects.filter(flow="grid").update(calendar=shifts)
    ClockLimit.objects.filter(clock_kind="supervise").update(calendar=shifts)
    renew_stamp()
    walker = make.user(town.centre, Role.INSPECTOR)
    duty = DutyGrid.objects.create(code="D1", name="D1", inspector=walker.actor.key, started_on=date(2024, 1, 1))
    duty.unit_grids.set(town.area.unit_grids)
    return {
        "centre": make.person(town.centre, *roles),
        "street": make.person(town.streets[0], Role.STREET_OPERATOR),
        "sender": make.system(town.city, "orders:write"),
        "target": town.streets[0],
        "standard": FilingStandard.objects.get(flow="grid"),
    }


def _actor(play, name):
    return play["street"] if name in {"sign", "contact", "reply", "note"} else play["centre"]


def _really(order: Order, life, play) -> Case:
    """Through the actions, with the sweep at every beat that has something to do."""
    case = receive(order, actor=play["sender"], now=order.received_at + timedelta(seconds=5)).case
    for name, when, facts in life:
        _sweep_until(case, at(when))
        if name == "dispatch_waiting":
            dispatch_waiting(now=at(when))
            continue
        more = {"standard": play["standard"]} if name == "file" else {}
        more |= {"target": play["target"]} if name == "dispatch" else {}
        REAL[name](case.pk, **facts, **more, actor=_actor(play, name), now=at(when))
    return case


def _sweep_until(case: Case, moment: datetime) -> None:
    while True:
        alarms = CaseClock.objects.filter(case=case, next_alarm_at__isnull=False).order_by("next_alarm_at")
        alarm = alarms.values_list("next_alarm_at", flat=True).first()
        if alarm is None or beat_after(alarm) > moment:
            return
        escalate_due(now=beat_after(alarm))


def _in_memory(order: Order, life, play) -> Course:
    world = World(actors={}, officers={})
    course = acts.receive(order, world, actor=play["sender"], now=order.received_at + timedelta(seconds=5))
    for name, when, facts in life:
        renamed = {("words" if n == "note" and name == "callback" else n): value for n, value in facts.items()}
        actor = CATALOGUE if name == "dispatch_waiting" else _actor(play, name)
        more = {"standard": play["standard"]} if name == "file" else {}
        more |= {"target": play["target"]} if name == "dispatch" else {}
        (getattr(acts, name, None) or getattr(inspecting, name))(course, **renamed, **more, actor=actor, now=at(when))
    store([course])
    return course


def _rows(queryset) -> list[dict]:
    """The number of a supervision order begins with that of its case."""
    rows = [{k: v for k, v in row.items() if k not in OWN} for row in queryset.order_by("id").values()]
    return [{k: CASE_NO.sub("…", v) if isinstance(v, str) else _nameless(v) for k, v in row.items()} for row in rows]


def _nameless(value):
    return (
        value | {"number": CASE_NO.sub("…", value["number"])}
        if isinstance(value, dict) and "number" in value
        else value
    )


@pytest.mark.parametrize("name", LIVES)
def test_a_life_in_bulk_leaves_what_the_actions_leave(play, name):
    life, facts = LIVES[name]
    order = make.order(received_at=at("2026-11-16 09:00"), **facts)

    real = _really(order, life, play)
    bulk = _in_memory(replace(order, order_no=order.order_no + "B"), life, play).case

    assert _rows(Case.objects.filter(pk=bulk.pk)) == _rows(Case.objects.filter(pk=real.pk))
    for related in ("events", "clocks", "decisions", "callbacks", "supervisions", "tasks"):
        assert _rows(getattr(bulk, related).all()) == _rows(getattr(real, related).all()), related
    assert _parts(bulk) == _parts(real)
    assert _escalations(bulk) == _escalations(real)
    assert (bulk.requester.phone, bulk.requester.phone_hash) == (real.requester.phone, real.requester.phone_hash)


def _parts(case: Case) -> set[tuple]:
    return set(case.parties.values_list("organization", "part"))


def _escalations(case: Case) -> list[list[dict]]:
    return [_rows(rows) for clock in case.clocks.order_by("id") for rows in (clock.escalations, clock.stretches)]


def test_the_lives_compared_do_meet_late_clocks(play):
    life, facts = LIVES["long"]
    course = _in_memory(make.order(received_at=at("2026-11-16 09:00"), **facts), life, play)
    assert {clock.kind for clock in course.clocks if clock.state == "missed"} == {"sign", "contact", "handle"}
    assert {e.action for e in course.escalations} >= {
        "remind",
        "overdue",
        "notify_superior",
        "supervise",
        "notify_leader",
    }
