"""Two windows and the real stream: what happens at one desk shows at the other without anybody asking."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.actions.dispatch import dispatch
from cases.actions.note import note
from cases.rules.orders import Whereabouts
from foundation import clock
from notices.models import OutboxEntry
from organizations.roles import Role
from tests import make
from tests.live.serving import processes, stream_server, until  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True)]
expect.set_options(timeout=20_000)
FOLDER = os.environ.get("CENTER_SCREENSHOTS", "")


def shoot(page, name):
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png")


def arrives(town, title):
    where = Whereabouts(street=town.area.streets[0].name)
    return make.case(sender=town.city, now=clock.now(), received_at=clock.now(), whereabouts=where, title=title)


@pytest.fixture
def desks(town, make_user, enter, stream_server):  # noqa: F811
    """A dispatcher and a street, each before a queue that hears the stream."""
    url, _server = stream_server()
    first = arrives(town, "路灯不亮")
    until(OutboxEntry.objects.filter(position__isnull=False).exists)  # the outbox is at work
    pages = [
        enter(make_user(town.centre, Role.DISPATCHER, name="李调度"), url=url),
        enter(make_user(town.streets[0], Role.STREET_OPERATOR, name="甲经办"), url=url),
    ]
    for page in pages:
        expect(page.locator("#live")).to_contain_text("实时更新", timeout=30_000)
    return first, *pages


def test_an_order_arrives_at_every_desk_that_may_see_it(town, desks):
    first, centre, street = desks
    second = arrives(town, "井盖破损")
    for page in (centre, street):
        expect(page.locator("tr.is-fresh").filter(has_text="井盖破损")).to_be_visible()
        expect(page.locator("#live")).to_contain_text("条新变化")
        expect(page.locator(".counter-figure").first).to_have_text("2")
    shoot(centre, "live-queue")
    centre.locator(f"tr[data-case='{first.case_no}'] td").nth(2).click()
    arrives(town, "垃圾堆放")
    expect(centre.locator("#news")).to_contain_text("1 条新变化，点此更新")
    expect(centre.get_by_text("垃圾堆放")).to_have_count(0)
    shoot(centre, "live-news")
    centre.locator("#news").click()
    expect(centre.get_by_text("垃圾堆放")).to_be_visible()
    assert second.case_no in centre.locator("#list").inner_text()


def test_an_open_case_says_that_somebody_else_moved_it_and_keeps_what_was_typed(town, desks):
    case, centre, _street = desks
    centre.goto(f"{centre.url.partition('/desk/')[0]}/desk/cases/{case.case_no}/")
    centre.get_by_label("理由").fill("写了很久的理由")
    expect(centre.locator("body[data-live-state=on]")).to_have_count(1)
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=clock.now())
    expect(centre.locator("#moved")).to_contain_text("已被 某人")
    shoot(centre, "live-moved")
    note(case.pk, text="来电人补充：共三盏", actor=make.person(town.centre, Role.DISPATCHER), now=clock.now())
    expect(centre.locator("#moved")).to_contain_text("共三盏")
    expect(centre.get_by_label("理由")).to_have_value("写了很久的理由")
