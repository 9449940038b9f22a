"""The administrator's pages about what leaves the house."""

import pytest
from django.test import Client
from django.urls import reverse

from notices.actions.claim_due import claim_due
from notices.actions.settle import settle_all
from notices.channels.outcome import Outcome
from notices.models import ChannelRule, Contact, Delivery
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.notices.conftest import NOON, tell

LIST = "/admin/notices/delivery/"


@pytest.fixture
def browser(greening):
    browser = Client()
    browser.force_login(make.user(greening, Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def letters(greening, endpoint):
    """The first is a dead letter, the second delivered, the third waits."""
    endpoint(greening)
    tell("dead", "done", "waits", audience=[greening])
    taken = sorted(claim_due(limit=2, now=NOON), key=lambda one: one.pk)
    settle_all(list(zip(taken, [Outcome("没有地址", is_final=True), Outcome()], strict=True)), now=NOON)
    return list(Delivery.objects.order_by("pk"))


def act(browser, action, *letters):
    data = {"action": action, "_selected_action": [one.pk for one in letters]}
    return browser.post(LIST, data, follow=True).content.decode()


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_dead_letters_stand_first(browser, letters):
    rows = browser.get(LIST).context["cl"].result_list
    assert [row.subject_id for row in rows] == ["dead", "waits", "done"]
    page = browser.get(LIST, {"state__exact": "parked"}).content.decode()
    assert ("没有地址" in page, "waits" in page) == (True, False)


def test_a_dead_letter_is_sent_once_more_and_the_page_claims_nothing(browser, letters):
    page = act(browser, "send_again", letters[0])
    assert "是否送达请看状态" in page
    assert states() == ["pending", "delivered", "pending"]
    assert AuditEntry.objects.filter(kind="delivery.redelivered", subject_id=letters[0].pk).exists()


def test_one_refusal_undoes_all(browser, letters):
    assert "还在投递中" in act(browser, "send_again", letters[0], letters[2])
    assert states() == ["parked", "delivered", "pending"]


def test_a_dead_letter_is_put_away(browser, letters):
    act(browser, "put_away", letters[0])
    assert "只有已搁置的投递可以放弃" in act(browser, "put_away", letters[2])
    assert states() == ["cancelled", "delivered", "pending"]


def test_nothing_is_edited_and_no_secret_is_shown(browser, letters):
    endpoint = letters[0].endpoint
    for name, pk in (("delivery", letters[0].pk), ("endpoint", endpoint.pk)):
        page = browser.get(reverse(f"admin:notices_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert str(endpoint.secret) not in page.content.decode()
        assert browser.get(f"/admin/notices/{name}/add/").status_code == 403
    assert browser.get("/admin/notices/endpoint/").status_code == 200


def test_rules_and_contacts_are_set_up_here(browser, greening):
    person = make.user(greening, Role.DEPARTMENT_OFFICER)
    browser.post("/admin/notices/channelrule/add/", {"level": "alarm", "channel": "sms", "is_active": "on"})
    form = {"user": person.pk, "email": "one@example.com", "by_email": "on"}
    browser.post("/admin/notices/contact/add/", form)
    assert ChannelRule.objects.get().channel == "sms"
    contact = Contact.objects.get()
    assert (contact.email, contact.by_email, contact.by_sms) == ("one@example.com", True, False)
    page = browser.get(f"/admin/notices/contact/{contact.pk}/change/").content.decode()
    assert "one@example.com" not in page
    assert "one@example.com" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_other_administrators_have_no_business_here(greening):
    browser = Client()
    browser.force_login(make.user(greening, Role.AUDIT_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(LIST).status_code == 403
