"""查诉求人 in the browser: the number comes by POST alone and stands in no address and no log."""

import logging

import pytest

from cases.rules.orders import Caller

NUMBER = "13800001111"
PAGE = "/desk/requesters/"


@pytest.fixture
def asked(sent_case):
    return sent_case(caller=Caller(name="王建国", phone=NUMBER))


def test_the_cases_of_a_number_are_listed_masked(dispatcher, asked, caplog):
    caplog.set_level(logging.DEBUG)
    answer = dispatcher.browser.post(PAGE, {"number": NUMBER, "ground": "repeat"})
    text = answer.content.decode()
    assert (answer.status_code, asked.case_no in text, "王建国" in text) == (200, True, False)
    assert (NUMBER in caplog.text, "no-store" in answer["Cache-Control"]) == (False, True)


def test_a_number_in_the_address_finds_nothing(dispatcher, asked):
    assert asked.case_no not in dispatcher.get(f"requesters/?number={NUMBER}&ground=repeat").content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"number": NUMBER}, "请选择事由"),
        ({"number": "1111", "ground": "repeat"}, "再选一个街道"),
        ({"ground": "repeat"}, "请填写号码"),
    ],
)
def test_what_is_missing_is_said_in_words(dispatcher, asked, sent, sentence):
    answer = dispatcher.browser.post(PAGE, sent)
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)


def test_the_case_page_counts_the_others_and_leads_to_them(dispatcher, asked, new_case):
    other = new_case(caller=Caller(phone=NUMBER))
    assert "同一诉求人的其他来件 1 件" in dispatcher.get(f"cases/{asked.case_no}/").content.decode()
    answer = dispatcher.browser.post(PAGE, {"case": asked.case_no, "ground": "repeat"})
    assert (answer.status_code, other.case_no in answer.content.decode()) == (200, True)


def test_who_may_not_reveal_is_told_of_no_others(other_street, street, asked, new_case):
    new_case(caller=Caller(phone=NUMBER))
    assert other_street.browser.post(PAGE, {"case": asked.case_no, "ground": "repeat"}).status_code == 404
    assert "其他来件 1 件" in street.get(f"cases/{asked.case_no}/").content.decode()
