"""A year's holidays are uploaded, looked at, and then count for every running clock."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deadlines.actions.save_year import save_year
from deadlines.models import Calendar, CalendarDay, Recomputation
from deadlines.packaged import SOURCE
from deadlines.rules import current_rules
from deadlines.year_file import read_year
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.models import AuditEntry, RoleGrant, User
from organizations.roles import Role
from tests.deadlines.errands import at, unit
from tests.make import load_calendar

ADMIN = Actor(ActorKind.USER, "1", "管理员", roles=frozenset({Role.SYSTEM_ADMIN}))
NOW = at("2026-11-24 09:30")
HOLIDAY_CN = Path(__file__).parents[3] / "shared" / "data" / "holiday-cn"


def content(*days, year=2027, paper="https://www.gov.cn/2027.htm"):
    entries = [{"date": day, "name": name, "isOffDay": off} for day, name, off in days]
    return json.dumps({"year": year, "papers": [paper], "days": entries}, ensure_ascii=False).encode()


NEW_YEAR = content(("2027-01-01", "元旦", True), ("2027-01-03", "元旦", False))


@pytest.fixture
def calendar(db):
    load_calendar()
    return Calendar.objects.get()


@pytest.fixture
def administrator(calendar, client):
    user = User.objects.create(username="admin1", display_name="管理员", organization=unit())
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=at("2025-01-01 09:00"))
    client.force_login(user)
    return client


def save(calendar, file, actor=ADMIN):
    return save_year(calendar, read_year(file, file_name="2027.json"), actor=actor, now=NOW)


def days(year=2027):
    return {str(d.day): d.kind for d in CalendarDay.objects.filter(day__year=year)}


def upload(administrator, calendar, file):
    url = reverse("admin:deadlines_calendar_year", args=[calendar.pk])
    return administrator.post(url, {"file": SimpleUploadedFile("2027.json", file)})


def test_the_year_has_data_from_now_on(calendar):
    assert current_rules().calendar.horizon == 2026
    save(calendar, NEW_YEAR)
    rules = current_rules().calendar
    assert (rules.horizon, rules.is_working_day(at("2027-01-01 00:00").date())) == (2027, False)
    assert rules.is_working_day(at("2027-01-03 00:00").date())


def test_a_corrected_file_takes_the_place_of_the_first(calendar):
    save(calendar, NEW_YEAR)
    saved = save(calendar, content(("2027-01-01", "元旦", True), ("2027-01-09", "元旦", False)))
    assert days() == {"2027-01-01": "off_day", "2027-01-09": "make_up_workday"}
    assert [str(day) for day in saved.changed] == ["2027-01-03", "2027-01-09"]


def test_days_entered_by_hand_stay_unless_the_file_names_them(calendar):
    for day in ("2027-01-01", "2027-06-01"):
        CalendarDay.objects.create(calendar=calendar, day=day, kind="workday", source="区政府通知")
    save(calendar, NEW_YEAR)
    assert days() == {"2027-01-01": "off_day", "2027-01-03": "make_up_workday", "2027-06-01": "workday"}


def test_the_packaged_days_of_the_year_go_and_are_not_loaded_again(calendar):
    assert CalendarDay.objects.filter(day__year=2026, source=SOURCE).exists()
    save(calendar, content(("2026-01-01", "元旦", True), year=2026))
    assert days(2026) == {"2026-01-01": "off_day"}
    assert not load_calendar().changed
    assert days(2026) == {"2026-01-01": "off_day"}


def test_a_make_up_day_on_a_day_that_is_worked_anyway_is_no_mistake(calendar):
    save(calendar, content(("2027-01-04", "元旦", False)))
    assert current_rules().calendar.is_working_day(at("2027-01-04 00:00").date())


def test_before_and_after_are_audited(calendar):
    save(calendar, NEW_YEAR)
    save(calendar, content(("2027-01-01", "元旦", True), paper="https://www.gov.cn/b.htm"))
    entry = AuditEntry.objects.filter(kind="calendar.year_saved").latest("id")
    assert entry.before == {"2027-01-03": "make_up_workday 元旦"}
    assert entry.after == {"source": "www.gov.cn/b.htm"}
    assert entry.subject_label == "国务院节假日安排 2027"


def test_only_administrators_save_a_year(calendar):
    with pytest.raises(NotAllowed):
        save(calendar, NEW_YEAR, actor=Actor(ActorKind.USER, "2", "派遣员", roles=frozenset({Role.DISPATCHER})))


def test_the_page_shows_what_changes_and_saves_it_once_agreed(administrator, calendar):
    asked = upload(administrator, calendar, NEW_YEAR)
    page = asked.content.decode()
    assert "2027-01-01 周五" in page
    assert "2027-01-03 周日" in page
    assert "调休上班 元旦" in page
    assert (days(), Recomputation.objects.count()) == ({}, 0)
    url = reverse("admin:deadlines_calendar_year", args=[calendar.pk])
    done = administrator.post(url, dict(asked.context["posted"]), follow=True)
    assert "已载入 2027 年：2 天有变化。" in done.content.decode()
    assert (len(days()), Recomputation.objects.get().title) == (
        2,
        "国务院节假日安排：载入 2027 年节假日（www.gov.cn/2027.htm）",
    )
    assert current_rules().calendar.horizon == 2027


def test_what_is_wrong_with_the_file_is_told_on_the_page(administrator, calendar):
    answer = upload(administrator, calendar, content(("2026-05-01", "劳动节", True)))
    assert "第 1 条 2026-05-01：不是 2027 年的日期。" in answer.content.decode()
    assert "请选择文件。" in administrator.post(
        reverse("admin:deadlines_calendar_year", args=[calendar.pk]), {}
    ).content.decode()  # fmt: skip


def test_the_form_opens_and_others_stay_outside(administrator, calendar, client):
    url = reverse("admin:deadlines_calendar_year", args=[calendar.pk])
    assert administrator.get(url).status_code == 200
    assert administrator.get(reverse("admin:deadlines_calendar_year", args=[999])).status_code == 404
    auditor = User.objects.create(username="audit1", display_name="审计", organization=unit())
    RoleGrant.objects.create(user=auditor, role=Role.AUDIT_ADMIN, granted_at=at("2025-01-01 09:00"))
    client.force_login(auditor)
    assert client.get(url).status_code in {302, 403}
    assert client.post(url, {"content": NEW_YEAR.decode(), "file_name": "x"}).status_code in {302, 403}
    assert days() == {}


@pytest.mark.skipif(not HOLIDAY_CN.is_dir(), reason="holiday-cn data is not beside the repository")
@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_published_file_can_be_uploaded_and_changes_no_working_day(calendar, year):
    """The packaged calendar says the same of the years that both know."""
    before = current_rules().calendar
    read = read_year((HOLIDAY_CN / f"{year}.json").read_bytes(), file_name=f"{year}.json")
    save_year(calendar, read, actor=ADMIN, now=NOW)
    after = current_rules().calendar
    told = {day for day in {*before.days, *after.days, *read.days} if day.year >= 2019}
    assert [day for day in sorted(told) if before.is_working_day(day) != after.is_working_day(day)] == []
