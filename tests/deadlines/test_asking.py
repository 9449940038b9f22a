"""Whoever saves a rule is shown which running clocks it moves, and asked; then it is saved together with its job."""

import pytest
from django.urls import reverse

from deadlines.models import Calendar, CalendarDay, ClockMove, LadderRung, Recomputation, RulesVersion, WorkFrame
from deadlines.rules import current_rules
from foundation.actions.run_job import run_next_job
from foundation.clock import now
from organizations.models import AuditEntry, RoleGrant, User
from organizations.roles import Role
from tests.deadlines.errands import ErrandClock, at, clock_of, unit

DAY_OFF = {"day": "2099-01-05", "kind": "off_day", "name": "", "source": "通知"}
ASKED = "确认修改并重算"


@pytest.fixture
def clock(rules):
    """Ends on the day that will be off; far ahead, so that the page's own time does not matter."""
    return clock_of(at("2099-01-05 09:00"), n=1, per="work_day", holder=unit("street-1", "department"))


@pytest.fixture
def administrator(clock, client):
    user = User.objects.create(username="admin1", display_name="管理员", organization=unit())
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=at("2025-01-01 09:00"))
    client.force_login(user)
    return client


def url(model, page, *args):
    return reverse(f"admin:deadlines_{model._meta.model_name}_{page}", args=args)


def agree(administrator, asked):
    """The form of the page that asks, sent as it stands."""
    posted = {}
    for name, value in asked.context["posted"]:
        posted.setdefault(name, []).append(value)
    return administrator.post(asked.request["PATH_INFO"], posted, follow=True)


def due(clock):
    return ErrandClock.objects.get(pk=clock.pk).due_at


def test_a_day_off_is_asked_about_saved_and_followed(administrator, clock):
    facts = DAY_OFF | {"calendar": Calendar.objects.get().pk}
    asked = administrator.post(url(CalendarDay, "add"), facts)
    page = asked.content.decode()
    assert "这次修改将移动 1 个运行中的时钟。" in page
    assert "2099-01-05 18:00" in page
    assert "2099-01-06 18:00" in page
    assert not CalendarDay.objects.filter(day="2099-01-05").exists()
    done = agree(administrator, asked).content.decode()
    assert "运行中的时钟正在重算。" in done
    assert CalendarDay.objects.filter(day="2099-01-05").exists()
    assert AuditEntry.objects.filter(kind="deadlines.calendarday.added").count() == 1
    assert due(clock) == at("2099-01-05 18:00")
    assert run_next_job(clock=now).state == "done"
    assert due(clock) == at("2099-01-06 18:00")


def test_a_question_nobody_answered_leaves_no_trace(administrator, clock):
    facts = DAY_OFF | {"calendar": Calendar.objects.get().pk}
    administrator.post(url(CalendarDay, "add"), facts)
    assert not Recomputation.objects.exists()
    assert not AuditEntry.objects.filter(kind="deadlines.calendarday.added").exists()
    assert current_rules().calendar.is_working_day(at("2099-01-05 00:00").date())


def test_a_change_that_moves_no_clock_is_saved_at_once_and_still_followed(administrator, clock):
    facts = DAY_OFF | {"calendar": Calendar.objects.get().pk, "day": "2098-01-06"}
    assert administrator.post(url(CalendarDay, "add"), facts).status_code == 302
    assert Recomputation.objects.get().state == "waiting"


def test_who_agreed_to_an_older_state_of_the_rules_is_asked_again(administrator, clock):
    facts = DAY_OFF | {"calendar": Calendar.objects.get().pk}
    asked = administrator.post(url(CalendarDay, "add"), facts)
    administrator.post(url(CalendarDay, "add"), facts | {"day": "2098-01-06"})
    assert ASKED in agree(administrator, asked).content.decode()
    assert not CalendarDay.objects.filter(day="2099-01-05").exists()


def test_what_the_form_refuses_is_refused_before_any_question(administrator, clock):
    answer = administrator.post(url(CalendarDay, "add"), DAY_OFF | {"day": "tomorrow"})
    assert ASKED not in answer.content.decode()
    assert answer.context["errors"]


def test_deleting_a_day_is_asked_about_too(administrator, clock):
    row = CalendarDay.objects.create(calendar=Calendar.objects.get(), **DAY_OFF)
    RulesVersion.bump()
    clock_of(at("2099-01-05 09:00"), n=1, per="work_day")
    asked = administrator.post(url(CalendarDay, "delete", row.pk), {"post": "yes"})
    assert ASKED in asked.content.decode()
    assert CalendarDay.objects.filter(pk=row.pk).exists()
    agree(administrator, asked)
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


def test_deleting_many_rungs_from_the_list_is_asked_about_once(administrator, clock):
    chosen = list(LadderRung.objects.filter(clock_kind="handle").values_list("pk", flat=True))
    facts = {"action": "delete_selected", "post": "yes", "_selected_action": chosen}
    asked = administrator.post(url(LadderRung, "changelist"), facts)
    assert "移动 1 个运行中的时钟" in asked.content.decode()
    assert LadderRung.objects.filter(pk__in=chosen).count() == len(chosen)
    agree(administrator, asked)
    assert not LadderRung.objects.filter(pk__in=chosen).exists()
    run_next_job(clock=now)
    assert ErrandClock.objects.get(pk=clock.pk).next_alarm_at is None


def test_other_working_hours_are_asked_about(administrator, clock):
    calendar = Calendar.objects.get()
    afternoon = calendar.frames.get(starts_at="13:00")
    facts = {
        "code": "default", "name": "日历", "is_default": "on", "weekdays": "12345", "has_holidays": "on",
        "frames-TOTAL_FORMS": 1, "frames-INITIAL_FORMS": 1, "years-TOTAL_FORMS": 0, "years-INITIAL_FORMS": 0,
        "frames-0-id": afternoon.pk, "frames-0-calendar": calendar.pk,
        "frames-0-starts_at": "14:00", "frames-0-ends_at": "18:00",
    }  # fmt: skip
    asked = administrator.post(url(Calendar, "change", calendar.pk), facts)
    assert "2099-01-06 10:00" in asked.content.decode()
    agree(administrator, asked)
    assert WorkFrame.objects.filter(starts_at="14:00").exists()


def test_hours_that_leave_no_work_are_warned_of(administrator, clock):
    calendar = Calendar.objects.get()
    facts = {
        "code": "default", "name": "日历", "is_default": "on", "weekdays": "12345", "has_holidays": "on",
        "frames-TOTAL_FORMS": 2, "frames-INITIAL_FORMS": 2, "years-TOTAL_FORMS": 0, "years-INITIAL_FORMS": 0,
    }  # fmt: skip
    for i, frame in enumerate(calendar.frames.order_by("starts_at")):
        facts |= {f"frames-{i}-id": frame.pk, f"frames-{i}-calendar": calendar.pk, f"frames-{i}-DELETE": "on",
                  f"frames-{i}-starts_at": frame.starts_at, f"frames-{i}-ends_at": frame.ends_at}  # fmt: skip
    page = administrator.post(url(Calendar, "change", calendar.pk), facts).content.decode()
    assert "有 1 个时钟按新规则算不出到期时间" in page


def test_the_page_of_the_recomputation_shows_progress_then_before_and_after(administrator, clock):
    facts = DAY_OFF | {"calendar": Calendar.objects.get().pk}
    agree(administrator, administrator.post(url(CalendarDay, "add"), facts))
    job = Recomputation.objects.get()
    waiting = administrator.get(url(Recomputation, "change", job.pk)).content.decode()
    assert 'http-equiv="refresh"' in waiting
    run_next_job(clock=now)
    done = administrator.get(url(Recomputation, "change", job.pk)).content.decode()
    assert 'http-equiv="refresh"' not in done
    assert "2099-01-06 18:00" in done
    assert administrator.get(url(Recomputation, "changelist")).status_code == 200
    moves = administrator.get(url(ClockMove, "changelist"), {"job_id__exact": job.pk}).content.decode()
    assert "2099-01-05 18:00 → 2099-01-06 18:00" in moves
    assert administrator.post(url(Recomputation, "delete", job.pk), {"post": "yes"}).status_code == 403


def test_by_hand_from_the_list_of_calendars(administrator, clock):
    ErrandClock.objects.filter(pk=clock.pk).update(due_at=at("2099-01-09 18:00"))
    facts = {"action": "recompute", "_selected_action": [Calendar.objects.get().pk]}
    administrator.post(url(Calendar, "changelist"), facts)
    run_next_job(clock=now)
    assert due(clock) == at("2099-01-05 18:00")
