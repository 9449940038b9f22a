"""The wall in a real browser: it shows, it grows old in red, it recovers by itself."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from cases.rules.orders import Whereabouts
from foundation import clock
from tests import make
from tests.wall.conftest import _nothing_kept, token_of  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_wall_whose_line_was_cut_says_so_and_comes_back_by_itself(town, chromium, live_server):
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    page.clock.install()
    page.goto(f"{live_server.url}/wall/{token_of(town.centre)}/")
    expect(page.locator("#curve canvas")).to_be_visible()
    received = page.locator(".counters dd").first
    expect(received).to_have_text("0")
    expect(page.locator("#data-time.is-old")).to_have_count(0)

    context.set_offline(True)
    page.clock.run_for(75_000)
    expect(page.locator("#data-time.is-old")).to_contain_text("数据已停更")
    where = Whereabouts(street=town.area.streets[0].name)
    make.case(sender=town.city, now=clock.now(), received_at=clock.now(), whereabouts=where)

    cache.clear()
    context.set_offline(False)
    page.clock.run_for(11_000)
    expect(received).to_have_text("1")
    expect(page.locator("#data-time.is-old")).to_have_count(0)
    assert faults == []
    context.close()
