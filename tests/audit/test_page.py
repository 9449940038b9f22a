"""Four days of the house in the audit: each found again with who, when, what before and after."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from foundation import clock
from foundation.actions.remove_expired_files import remove_expired_files
from foundation.actions.run_job import run_next_job
from foundation.models import Job
from kernel.actors import Actor, ActorKind
from organizations.audit import record
from organizations.models import AuditEntry, Organization
from organizations.roles import Role
from tests import make

BACKEND = "django.contrib.auth.backends.ModelBackend"
LI = Actor(ActorKind.USER, "7", "李调度")


@pytest.fixture
def auditor(town):
    browser = Client()
    user = make.user(town.centre, Role.AUDIT_ADMIN, username="shenji", display_name="孙审计")
    browser.force_login(user, backend=BACKEND)
    browser.user = user
    return browser


def signed_in(town, *roles, **columns) -> Client:
    browser = Client()
    browser.force_login(make.user(town.centre, *roles, **columns), backend=BACKEND)
    return browser


def page(browser, query="", status=200) -> str:
    answer = browser.get(f"/audit/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_failed_sign_in_is_found(auditor, town):
    make.user(town.centre, Role.DISPATCHER, username="li")
    Client().post("/accounts/login/", {"username": "li", "password": "wrong"})
    text = page(auditor, "?group=sign_in&subject=li")
    assert ("登录失败" in text, "127.0.0.1" in text) == (True, True)


def test_a_reveal_is_found_by_who_and_by_case(auditor, town):
    dispatcher = signed_in(town, Role.DISPATCHER, display_name="李调度")
    case = make.case(sender=town.city)
    dispatcher.post(f"/desk/cases/{case.case_no}/requester/reveal/", {"reason": "核对门牌号"})
    for query in ("?group=reveal", "?person=李调度", f"?subject={case.case_no}"):
        text = page(auditor, query)
        assert ("查看诉求人" in text, "核对门牌号" in text, "19900001234" in text) == (True, True, False)
        assert "看到的内容：姓名、电话" in text


def test_a_changed_row_is_found_with_what_was_and_what_is(auditor, town):
    admin = signed_in(town, Role.SYSTEM_ADMIN)
    columns = {"kind": "department", "code": town.department.code, "name": town.department.name, "is_active": "on"}
    columns |= {"short_name": "市容委", "parent": town.centre.pk}
    admin.post(f"/admin/organizations/organization/{town.department.pk}/change/", columns)
    text = page(auditor, "?group=config")
    assert "修改 · 组织" in text
    assert "简称：<del>城市管理委</del> → 市容委" in text
    assert Organization.objects.get(pk=town.department.pk).short_name == "市容委"


def test_an_export_of_configuration_and_a_refused_attempt_are_found(auditor, town):
    signed_in(town, Role.SYSTEM_ADMIN).get("/admin/organizations/organization/export.xlsx")
    assert "导出配置" in page(auditor, "?group=export")
    signed_in(town, Role.LEADER, display_name="周区长").get("/desk/imports/")
    assert "周区长" in page(auditor, "?group=refused")


@pytest.fixture
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def exported(browser, **asked) -> Job:
    """What the worker made of it, and the page that led there."""
    answer = browser.post("/audit/exports/new/", asked)
    assert (answer.status_code, answer["Location"]) == (302, "/audit/exports/")
    return run_next_job(clock=clock.now)


def test_the_export_holds_what_the_filter_finds_and_is_an_entry_itself(auditor, town, store):
    record("user.signed_in", actor=LI, now=make.NOON, subject_label="=1+1")
    record("user.signed_out", actor=make.person(town.centre), now=make.NOON)
    with time_machine.travel(make.NOON, tick=False):
        job = exported(auditor, person=LI.key)
        answer = auditor.get(f"/audit/exports/{job.pk}/")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[1] for row in rows] == ["事项", "登录"]
    assert rows[1][4] == "'=1+1"
    entry = AuditEntry.objects.get(kind="audit.exported")
    assert (entry.actor_key, entry.after, entry.address) == (
        auditor.user.actor.key,
        {"rows": 1, "filter": {"person": LI.key}},
        "127.0.0.1",
    )
    assert AuditEntry.objects.get(kind="audit.export_downloaded").subject_id == str(job.pk)


def test_an_export_is_for_its_owner_and_while_it_is_kept(auditor, town, store):
    with time_machine.travel(make.NOON, tick=False):
        job = exported(auditor)
        assert "下载 xlsx" in auditor.get("/audit/exports/").content.decode()
        colleague = signed_in(town, Role.AUDIT_ADMIN)
        assert colleague.get(f"/audit/exports/{job.pk}/").status_code == 404
        assert "下载 xlsx" not in colleague.get("/audit/exports/").content.decode()
    remove_expired_files(now=make.NOON + timedelta(days=1))
    with time_machine.travel(make.NOON + timedelta(days=1), tick=False):
        auditor.force_login(auditor.user, backend=BACKEND)
        assert auditor.get(f"/audit/exports/{job.pk}/").status_code == 404
        assert "已过保存期" in auditor.get("/audit/exports/").content.decode()


def test_a_right_withdrawn_meanwhile_stops_the_export(auditor, store):
    auditor.post("/audit/exports/new/", {})
    auditor.user.role_grants.all().delete()
    job = run_next_job(clock=clock.now)
    assert (job.state, AuditEntry.objects.filter(kind="audit.exported").exists()) == ("failed", False)


def test_a_period_counts_whole_days_of_shanghai(auditor):
    for day in (23, 24, 25):
        record(f"day.{day}", actor=LI, now=make.at(f"2026-11-{day} 23:59"))
    text = page(auditor, "?since=2026-11-24&until=2026-11-24")
    assert [f"day.{day}" in text for day in (23, 24, 25)] == [False, True, False]
    assert "结束日期早于开始日期" in page(auditor, "?since=2026-11-25&until=2026-11-24", status=400)


@pytest.mark.parametrize("asked", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"since": "1999-12-31"}])
def test_a_day_out_of_all_reach_is_refused_in_words(auditor, asked):
    query = "&".join(f"{name}={day}" for name, day in asked.items())
    assert "2000 年至 2100 年" in page(auditor, f"?{query}", status=400)
    answer = auditor.post("/audit/exports/new/", asked)
    assert (answer.status_code, "2000 年至 2100 年" in answer.content.decode()) == (400, True)
    assert not Job.objects.exists()
    page(auditor, "?since=2000-01-01&until=2100-12-31")


def test_pages_follow_one_another_and_cost_the_same(auditor, django_assert_max_num_queries):
    with time_machine.travel(make.NOON, tick=False):
        for n in range(120):
            record(f"n.{n:03}", actor=LI, now=make.NOON + timedelta(seconds=n))
    seen, address = [], f"/audit/?person={LI.key}"
    while address:
        with django_assert_max_num_queries(8):
            answer = auditor.get(address)
        seen += [line.entry.kind for line in answer.context["lines"]]
        address = answer.context["next_url"] and f"/audit/{answer.context['next_url']}"
    assert seen == [f"n.{n:03}" for n in reversed(range(120))]


@pytest.mark.parametrize("query", ["?cursor=zzz", "?group=nothing", "?since=2026-13-01"])
def test_an_address_that_makes_no_sense_shows_nothing(auditor, query):
    record("day.24", actor=LI, now=make.NOON)
    assert "day.24" not in page(auditor, query, status=400)
