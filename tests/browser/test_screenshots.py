"""The pictures of the README: `CENTER_SCREENSHOTS=docs/img python3 dev.py test tests/browser/test_screenshots.py`."""

import os
from pathlib import Path

import pytest

from command_center.demo.accounts import open_accounts
from command_center.demo.clients import issue_clients
from command_center.demo.history.population import points_in_communities, populate
from command_center.demo.making import current_world, load_reference
from command_center.demo.town import read_town
from foundation import clock
from organizations.models import Organization, User

FOLDER = os.environ.get("CENTER_SCREENSHOTS", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FOLDER, reason="CENTER_SCREENSHOTS names no folder for the pictures"),
]


@pytest.fixture
def demo_district(transactional_db) -> None:
    """The demo of this month, small."""
    now = clock.now()
    load_reference(now=now, say=print)
    open_accounts(now=now)
    issue_clients(now=now)
    populate(
        read_town().with_points(points_in_communities()), current_world(), months=0, per_day=90, until=now, tell=print
    )


def test_a_picture_of_the_wall(demo_district, chromium, live_server):
    from tests.wall.conftest import token_of

    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    centre = Organization.objects.get(kind=Organization.Kind.DISTRICT_CENTRE)
    page = chromium.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page.goto(f"{live_server.url}/wall/{token_of(centre)}/")
    page.locator("#curve canvas").wait_for()
    page.screenshot(path=Path(FOLDER) / "wall-1920.png")
    page.close()
    assert (Path(FOLDER) / "wall-1920.png").stat().st_size > 50_000


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_pictures_of_the_desk(demo_district, enter, live_server, width, height):
    from tests.browsing import PASSWORD

    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    user = User.objects.get(username="diaodu")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    page = enter(user, width=width, height=height)

    def shoot(name: str) -> None:
        page.screenshot(path=folder / (f"{name}.png" if width == 1366 else f"{name}-{width}.png"))

    page.locator("#list tr[data-case] td").nth(2).click()
    page.wait_for_selector("#preview .preview-title")
    shoot("queue")
    page.goto("/desk/?queue=to_dispatch")
    page.locator("#list tr[data-case] a").first.click()
    page.wait_for_selector("#act")
    shoot("case-to-dispatch")
    page.goto("/desk/?queue=handling")
    page.locator("#list tr[data-case] a").nth(3).click()
    page.wait_for_selector("#act")
    shoot("case")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    shoot("login")
    assert (folder / f"login-{width}.png").stat().st_size > 10_000
