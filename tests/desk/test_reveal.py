"""The requester on the case page: masked, and once in clear for a reason."""

import pytest

from cases.rules.orders import Caller
from organizations.models import AuditEntry

CALLER = Caller(name="王建国", phone="13800001111")


@pytest.fixture
def asked(sent_case):
    return sent_case(caller=CALLER)


def ask(desk, case, **fields):
    return desk.browser.post(f"/desk/cases/{case.case_no}/requester/reveal/", fields)


def test_the_answer_shows_it_once_and_is_kept_nowhere(dispatcher, asked):
    answer = ask(dispatcher, asked, ground="contact")
    assert "13800001111" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = dispatcher.get(f"cases/{asked.case_no}/").content.decode()
    assert ("13800001111" in again, "138****1111" in again) == (False, True)


def test_without_a_reason_the_form_says_what_is_missing(dispatcher, asked):
    answer = ask(dispatcher, asked, reason="看")
    assert (answer.status_code, "请选择事由" in answer.content.decode()) == (400, True)


def test_another_street_finds_no_such_case(other_street, asked):
    assert ask(other_street, asked, ground="contact").status_code == 404


def test_a_secret_order_offers_the_unit_nothing_and_refuses_it(street, sent_case):
    case = sent_case(caller=Caller(name="王建国", phone="13800001111", is_secret=True))
    assert "requester/reveal" not in street.get(f"cases/{case.case_no}/").content.decode()
    answer = ask(street, case, ground="contact")
    assert (answer.status_code, "保密工单" in answer.content.decode()) == (403, True)
    refused = AuditEntry.objects.get(kind="access.refused")
    assert (refused.actor_key, refused.subject_id) == (f"user:{street.user.pk}", "POST desk:reveal")


def test_the_api_gives_it_uncached_and_keeps_no_answer(dispatcher, asked):
    address = f"/api/v1/cases/{asked.case_no}/requester/reveal/"
    headers = {"Idempotency-Key": "k1"}
    body = {"reason": "核对门牌号"}
    answers = [dispatcher.browser.post(address, body, "application/json", headers=headers) for _ in range(2)]
    assert [a.json()["phone"] for a in answers] == ["13800001111"] * 2
    assert {a["Cache-Control"] for a in answers} == {"no-store"}
    assert AuditEntry.objects.filter(kind="requester.revealed").count() == 2
