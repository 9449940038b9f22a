import pytest
from django.test import Client

from cases.rules.orders import Caller, Whereabouts
from organizations.roles import Role
from tests import make


@pytest.fixture
def browser(town):
    client = Client()
    client.force_login(make.user(town.centre, Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_administrators_see_numbers_and_clocks_but_nobodys_words(town, browser):
    words = {"title": "标题里的话", "content": "正文里的话", "caller": Caller(name="罗某某", phone="19900007777")}
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"), **words)
    listed = browser.get("/admin/cases/case/").content.decode()
    shown = browser.get(f"/admin/cases/case/{case.pk}/change/").content.decode()
    assert case.case_no in listed
    assert "案件时钟" in shown
    for secret in ("标题里的话", "正文里的话", "罗某某", "19900007777"):
        assert secret not in listed + shown


def test_a_case_cannot_be_written_there(town, browser):
    case = make.case(sender=town.city)
    answer = browser.post(f"/admin/cases/case/{case.pk}/change/", {"state": "closed"})
    assert (answer.status_code, browser.get("/admin/cases/case/add/").status_code) == (403, 403)
    case.refresh_from_db()
    assert case.state == "pending_dispatch"


def test_the_list_of_many_costs_the_same_statements(town, browser, django_assert_max_num_queries):
    for _ in range(15):
        make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    with django_assert_max_num_queries(10):
        assert browser.get("/admin/cases/case/").status_code == 200


def test_a_limit_that_ends_at_midnight_reads_as_24_of_its_day(town, browser):
    case = make.case(sender=town.city, reply_due_at=make.at("2026-11-26 00:00"))
    for page in ("/admin/cases/case/", f"/admin/cases/case/{case.pk}/change/"):
        assert "11-25 24:00" in browser.get(page).content.decode()
