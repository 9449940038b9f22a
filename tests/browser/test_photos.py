"""Photos in a real browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from foundation import clock
from organizations.roles import Role
from tests import make
from tests.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.mark.parametrize("javascript", [True, False])
def test_the_photo_of_a_reply_is_seen_on_the_page(town, make_user, enter, javascript):
    facts = {"lead": town.streets[0], "flow": "grid", "lon": 116.2229, "lat": 39.9056}
    case = make.put(make.case(sender=town.city, now=clock.now()), "handling", **facts)
    case.parties.create(organization=town.streets[0], part="lead")
    street = enter(make_user(town.streets[0], Role.STREET_OPERATOR, name="甲经办"), javascript=javascript)
    street.goto(f"/desk/cases/{case.case_no}/?do=reply")
    street.get_by_label("回复内容").fill("已清运")
    street.get_by_role("button", name="确定回复").click()
    expect(street.get_by_text("请先上传照片")).to_be_visible()
    raw = photo(lon=116.2233, lat=39.9056, taken="2026:11:24 10:31:00")
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": raw}
    street.get_by_label("处置后照片").set_input_files(file)
    street.get_by_role("button", name="确定回复").click()
    expect(street.get_by_text("回复已提交，等待审核。")).to_be_visible()
    expect(street.locator(".gallery li")).to_contain_text("距案件 34 米")
    assert street.locator(".gallery img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
