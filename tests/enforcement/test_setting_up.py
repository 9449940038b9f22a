"""What a district starts with, and what its administrators see."""

from datetime import date

import pytest
from django.test import Client

from deadlines.models import Calendar, CalendarDay, LadderRung, RulesVersion
from deadlines.recompute.job import start_recompute
from enforcement.actions.load_defaults import load_defaults
from enforcement.models import DutyItem, RatingItem, SummonsClock, SummonsEvent, WhistleLimit
from enforcement.queries.rules_now import limits_of
from foundation.actions.run_job import run_next_job
from kernel.actors import Actor
from kernel.errors import NotAllowed
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import clocks, fresh, signed
from tests.enforcement.conftest import summonses
from tests.make import MORNING, at

LOADER = Actor.system("tests", "测试")


@pytest.fixture
def browser(whistling):
    client = Client()
    person = make.user(whistling.town.centre, Role.SYSTEM_ADMIN)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_loading_again_brings_nothing_and_keeps_what_was_changed(whistling):
    row = WhistleLimit.objects.get(kind="emergency", clock_kind="summons_arrive")
    row.limit_value = 2
    row.save()
    assert load_defaults(actor=LOADER, now=MORNING) == 0
    assert limits_of("emergency", at=MORNING)["summons_arrive"].limit.label == "2 紧急工作时"
    assert sum(RatingItem.objects.values_list("points", flat=True)) == 100
    assert LadderRung.objects.filter(clock_kind="summons_sign", urgency="emergency").count() == 4
    entry = AuditEntry.objects.get(kind="whistle_rules.loaded")
    assert entry.after["added"] == WhistleLimit.objects.count() + RatingItem.objects.count() + 35


def test_duties_are_loaded_for_the_departments_that_are_there(whistling):
    make.organization(code="D31")
    assert load_defaults(actor=LOADER, now=MORNING) == 1
    assert DutyItem.objects.get().organization.code == "D31"


def test_only_the_administrator_sets_it_up(whistling):
    with pytest.raises(NotAllowed):
        load_defaults(actor=whistling.supervisor, now=MORNING)


def test_administrators_see_numbers_and_clocks_but_nobodys_words(whistling, browser):
    whistle = whistling.blow(1, matter="事项里的话", details="说明里的话")
    (one,) = summonses(whistle)
    signed(whistling, one, at("2026-11-24 10:00"))
    clock = SummonsClock.objects.filter(summons=one).first()
    pages = (
        "/admin/enforcement/whistle/",
        f"/admin/enforcement/whistle/{whistle.pk}/change/",
        "/admin/enforcement/summons/",
        f"/admin/enforcement/summons/{one.pk}/change/",
        "/admin/enforcement/summonsclock/",
        f"/admin/enforcement/summonsclock/{clock.pk}/change/",
        "/admin/enforcement/summonsescalation/",
    )
    shown = "".join(browser.get(page).content.decode() for page in pages)
    assert {browser.get(page).status_code for page in pages} == {200}
    assert one.number in shown
    assert [word for word in ("事项里的话", "说明里的话", "张某", "13800001111") if word in shown] == []
    assert browser.post(pages[1], {"state": "closed"}).status_code == 403


def test_a_limit_of_a_kind_is_changed_by_a_row_of_a_later_day(whistling, browser):
    row = WhistleLimit.objects.get(kind="enforcement", clock_kind="summons_sign")
    facts = {"kind": row.kind, "clock_kind": row.clock_kind, "limit_kind": "work_hour", "note": ""}
    overlapping = browser.post(
        "/admin/enforcement/whistlelimit/add/", facts | {"limit_value": "2", "valid_from": "2026-12-01"}
    )
    assert "请先为它填写截止日期" in overlapping.content.decode()
    row.valid_to = date(2026, 11, 30)
    row.save()
    made = browser.post(
        "/admin/enforcement/whistlelimit/add/", facts | {"limit_value": "2", "valid_from": "2026-12-01"}
    )
    assert made.status_code == 302
    (before,) = summonses(whistling.blow(1, now=at("2026-11-30 09:00")))
    (after,) = summonses(whistling.blow(1, now=at("2026-12-01 09:00"), matter="另一件"))
    assert clocks(before)["sign"].due_at == at("2026-11-30 10:00")
    assert clocks(after)["sign"].due_at == at("2026-12-01 11:00")


def test_a_day_off_declared_later_moves_the_clocks_and_the_course_says_so(whistling):
    (one,) = summonses(whistling.blow(1, kind="key_work"))
    before = clocks(one)["arrive"].due_at
    calendar = Calendar.objects.get(is_default=True)
    CalendarDay.objects.create(calendar=calendar, day=date(2026, 11, 25), kind="off_day", source="通知")
    RulesVersion.bump()
    start_recompute(title="重算", actor=LOADER, now=at("2026-11-24 10:00"))
    run_next_job(clock=lambda: at("2026-11-24 10:00"))
    moved = clocks(one)["arrive"].due_at
    assert (before, moved) == (at("2026-11-27 09:30"), at("2026-11-30 09:30"))
    line = SummonsEvent.objects.filter(summons=one, kind="clock_moved", data__clock="summons_arrive").get()
    assert line.text == "时限规则变化，应哨报到期限由 11-27 09:30 改为 11-30 09:30"
    assert fresh(one).version == line.version == one.version + 1
