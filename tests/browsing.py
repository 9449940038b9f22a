"""A real browser on a real server; without Chromium these tests say so and are skipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from organizations.models import Organization, User
from organizations.roles import Role
from tests import make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One for the whole process: Playwright's sync API refuses to start twice."""
    path = os.environ.get("CENTER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium: set CENTER_CHROMIUM to its path")
    from playwright.sync_api import sync_playwright

    # The sync API runs an event loop in this thread, in which Django would refuse the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def make_user() -> Callable[..., User]:
    """A person with an account and the password of these tests."""

    def new(organization: Organization, *roles: Role, name: str) -> User:
        user = make.user(organization, *roles, display_name=name)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        return user

    return new


@pytest.fixture
def enter(chromium: "Browser", live_server) -> Iterator[Callable[..., "Page"]]:
    """Signs somebody in by the form, in a browser of their own; faults of the page fail the test."""
    pages, faults = [], []

    def sign_in(user: User, *, width: int = 1366, height: int = 768, javascript: bool = True, url: str = "") -> "Page":
        context = chromium.new_context(
            base_url=url or live_server.url,
            locale="zh-CN",
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
        )
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.set_default_timeout(10_000)
        page.goto("/")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/**")
        return page

    yield sign_in
    for page in pages:
        page.context.close()
    assert faults == []
