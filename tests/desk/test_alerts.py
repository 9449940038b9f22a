"""The banner on every page of the centre."""

import pytest

from cases.actions.load_alert_words import load_alert_words
from cases.models import CaseAlert
from tests import make

HTMX = {"HX-Request": "true", "HX-Target": "alerts"}


@pytest.fixture
def fire(new_case):
    make.brought_in(load_alert_words)
    return new_case(title="楼道起火", content="三层楼道起火，烟很大")


def test_every_page_of_a_dispatcher_shows_what_nobody_has_taken(dispatcher, fire):
    for address in ("", f"cases/{fire.case_no}/", "notices/", "requesters/", "imports/"):
        page = dispatcher.get(address).content.decode()
        assert 'class="alerts-one" role="alert"' in page
        assert f"/desk/alerts/{fire.case_no}/take/" in page


def test_a_unit_has_no_banner(street, fire):
    assert 'id="alerts"' not in street.get().content.decode()


def test_who_takes_it_is_led_to_the_case_and_the_others_are_told(dispatcher, supervisor, fire):
    address = f"/desk/alerts/{fire.case_no}/take/"
    assert dispatcher.browser.post(address)["Location"] == f"/desk/cases/{fire.case_no}/"
    page = supervisor.browser.post(address, follow=True).content.decode()
    assert "这条预警已由 李调度 处置。" in page
    assert 'class="alerts-one"' not in page
    assert CaseAlert.objects.get().taken_by_label == "李调度"


def test_the_case_page_takes_it_with_a_word(dispatcher, fire):
    form = {"version": fire.version, "note": "已通知 119"}
    assert dispatcher.browser.post(f"/desk/cases/{fire.case_no}/take_alert/", form).status_code == 303
    assert CaseAlert.objects.get().note == "已通知 119"
    steps = {step.name for step in dispatcher.get(f"cases/{fire.case_no}/").context["facts"].steps}
    assert "take_alert" not in steps


def test_the_banner_is_renewed_only_when_it_changes(dispatcher, fire, new_case):
    shown = CaseAlert.objects.get().pk
    assert dispatcher.get(f"alerts/?shown={shown}", **HTMX).status_code == 204
    new_case(content="河道有人溺水")
    answer = dispatcher.get(f"alerts/?shown={shown}", **HTMX)
    assert (answer.status_code, answer.content.decode().count('role="alert"')) == (200, 2)


def test_without_alerts_a_page_costs_no_statement_more(dispatcher, sent_case, django_assert_max_num_queries):
    sent_case()
    with django_assert_max_num_queries(8):
        page = dispatcher.get().content.decode()
    assert 'id="alerts"' in page
