"""Administrators set up time; every process hears of it."""

import pytest
from django.urls import reverse

from deadlines.actions.load_ladder import load_ladder
from deadlines.models import Calendar, CalendarDay, LadderRung, SweepRecord
from deadlines.packaged import SOURCE
from deadlines.rules import current_rules
from kernel.times import day_start
from organizations.models import AuditEntry, RoleGrant, User
from organizations.roles import Role
from tests.deadlines.errands import at, unit
from tests.make import brought_in, load_calendar

DAY = at("2025-03-12 00:00").date()


@pytest.fixture
def administrator(db, client):
    load_calendar()
    brought_in(load_ladder)
    user = User.objects.create(username="admin1", display_name="管理员", organization=unit())
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=at("2025-01-01 09:00"))
    client.force_login(user)
    return client


def url(model, page, *args):
    return reverse(f"admin:deadlines_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", [Calendar, CalendarDay, LadderRung, SweepRecord])
def test_the_pages_open(administrator, model):
    assert administrator.get(url(model, "changelist")).status_code == 200
    if row := model.objects.first():
        assert administrator.get(url(model, "change", row.pk)).status_code == 200


def test_a_day_declared_off_counts_at_once(administrator):
    assert current_rules().calendar.is_working_day(DAY)
    facts = {"calendar": Calendar.objects.get().pk, "day": "2025-03-12", "kind": "off_day", "source": "通知"}
    assert administrator.post(url(CalendarDay, "add"), facts).status_code == 302
    assert not current_rules().calendar.is_working_day(DAY)


def test_changed_working_hours_count_at_once(administrator):
    calendar = Calendar.objects.get()
    frames = list(calendar.frames.order_by("starts_at"))
    facts = {
        "code": "default",
        "name": "日历",
        "is_default": "on",
        "weekdays": "12345",
        "has_holidays": "on",
        "frames-TOTAL_FORMS": 2,
        "frames-INITIAL_FORMS": 2,
        "years-TOTAL_FORMS": 0,
        "years-INITIAL_FORMS": 0,
    }
    for i, (frame, hours) in enumerate(zip(frames, (("08:30", "12:00"), ("13:30", "18:00")), strict=True)):
        facts |= {f"frames-{i}-id": frame.pk, f"frames-{i}-calendar": calendar.pk}
        facts |= {f"frames-{i}-starts_at": hours[0], f"frames-{i}-ends_at": hours[1]}
    current_rules()
    assert administrator.post(url(Calendar, "change", calendar.pk), facts).status_code == 302
    assert current_rules().calendar.working_hours(DAY)[0][0] == at("2025-03-12 08:30")


def test_deleted_rungs_are_gone_at_once(administrator):
    assert current_rules().ladder.rungs
    facts = {"action": "delete_selected", "post": "yes", "_selected_action": list(rungs())}
    administrator.post(url(LadderRung, "changelist"), facts)
    assert current_rules().ladder.rungs == ()


def rungs():
    return LadderRung.objects.values_list("pk", flat=True)


def test_a_rung_that_makes_no_sense_is_refused_with_a_sentence(administrator):
    facts = {"clock_kind": "handle", "number": 9, "offset_kind": "share_of_budget", "action": "remind", "name": "x"}
    answer = administrator.post(url(LadderRung, "add"), facts | {"valid_from": "2025-01-01"})
    assert "二者只填其一" in answer.content.decode()


def test_the_packaged_holidays_can_be_loaded_from_the_list(administrator):
    CalendarDay.objects.all().delete()
    facts = {"action": "load_packaged", "_selected_action": [Calendar.objects.get().pk]}
    administrator.post(url(Calendar, "changelist"), facts)
    assert CalendarDay.objects.filter(day="2025-10-01", kind="off_day").exists()
    assert not current_rules().calendar.is_working_day(at("2025-10-01 00:00").date())


def test_loading_the_packaged_holidays_is_in_the_audit(administrator):
    CalendarDay.objects.filter(day="2025-10-01").update(kind="workday")
    CalendarDay.objects.filter(day="2025-10-02").delete()
    CalendarDay.objects.create(calendar=Calendar.objects.get(), day="2025-03-12", kind="off_day", source=SOURCE)
    facts = {"action": "load_packaged", "_selected_action": [Calendar.objects.get().pk]}
    for _ in range(2):  # the second time nothing changes
        administrator.post(url(Calendar, "changelist"), facts)
    entry = AuditEntry.objects.exclude(actor_key__startswith="system:").get(kind="calendar.loaded")
    assert (entry.actor_key, entry.address) == (User.objects.get().actor.key, "127.0.0.1")
    assert {day: told.split()[0] for day, told in entry.before.items()} == {
        "2025-03-12": "off_day",
        "2025-10-01": "workday",
    }
    assert {name: str(told).split()[0] for name, told in entry.after.items()} == {
        "written": "2",
        "removed": "1",
        "years": "0",
        "2025-10-01": "off_day",
        "2025-10-02": "off_day",
    }


def test_the_sweeps_own_notes_are_read_only(administrator):
    now = day_start(DAY)
    note = SweepRecord.objects.create(
        clock_table="x", started_at=now, finished_at=now, claimed=0, rows_fired=0, failed=0
    )
    assert administrator.get(url(SweepRecord, "add")).status_code == 403
    assert administrator.post(url(SweepRecord, "delete", note.pk), {"post": "yes"}).status_code == 403
