from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from organizations.browsers import browser_name
from organizations.models import AuditEntry, UserSession
from organizations.roles import Role
from organizations.sessions import SessionStore, row_key
from organizations.tasks import remove_ended_sessions
from tests.organizations.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, SESSIONS = "/accounts/login/", "/accounts/sessions/"
ADMIN = "/admin/organizations/usersession/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)


def enter(username: str = "li", **extra) -> Client:
    browser = Client()
    browser.post(LOGIN, {"username": username, "password": PASSWORD}, **extra)
    return browser


def later(settings, minutes: float) -> None:
    """Time goes on for web, worker and beat alike."""
    settings.TIME_OFFSET_SECONDS += minutes * 60


def is_in(browser: Client, **headers) -> bool:
    return browser.get("/page/", headers=headers).status_code == 200


@pytest.fixture
def li(make_user):
    return make_user("li", Role.DISPATCHER)


def test_the_table_does_not_hold_the_key_of_the_browser(li):
    key = enter().cookies["sessionid"].value
    row = UserSession.objects.values().get()
    assert (row["session_key"], key in str(row)) == (row_key(key), False)


def test_half_an_hour_without_doing_anything_ends_the_session(li, settings):
    browser = enter()
    later(settings, 29)
    assert is_in(browser)
    later(settings, 29)
    assert is_in(browser)
    later(settings, 31)
    assert not is_in(browser)


def test_what_the_page_asks_by_itself_keeps_nothing_alive(li, settings):
    browser = enter()
    for _ in range(3):
        later(settings, 9)
        assert is_in(browser, X_Background="yes")
        assert is_in(browser, Accept="text/event-stream")
    later(settings, 4)
    assert not is_in(browser)


def test_twelve_hours_end_a_session_that_is_used_all_the_time(li, settings):
    browser = enter()
    for _ in range(35):
        later(settings, 20)
        assert is_in(browser)
    later(settings, 20)
    assert not is_in(browser)


def test_changing_the_data_of_a_session_makes_it_no_younger(li, settings):
    browser = enter()
    started = UserSession.objects.get().started_at
    later(settings, 25)
    session = browser.session
    session["anything"] = 1
    session.save()
    row = UserSession.objects.get()
    assert (row.started_at, row.last_seen_at) == (started, started)


def test_being_seen_is_written_once_a_minute(li, settings, django_assert_num_queries):
    browser = enter()
    later(settings, 2)
    with django_assert_num_queries(4):  # session, account, roles, last seen
        browser.get("/page/")
    with django_assert_num_queries(3):
        browser.get("/page/")


def test_whoever_was_signed_out_is_told_why(li, settings):
    browser = enter()
    later(settings, 31)
    assert "上次登录已经结束" in browser.get("/page/", follow=True).content.decode()


def test_own_sessions_are_listed_and_ended_one_by_one_or_all_others(li):
    here = enter(REMOTE_ADDR="10.0.0.1", HTTP_USER_AGENT=CHROME)
    others = [enter(REMOTE_ADDR=f"10.0.0.{n}") for n in (2, 3, 4)]
    page = here.get(SESSIONS).content.decode()
    for words in ("Chrome 131 · Windows", "本次登录", "10.0.0.1", "10.0.0.4"):
        assert words in page
    here.post(f"{SESSIONS}{row_key(others[0].session.session_key)}/end/")
    assert [is_in(browser) for browser in (here, *others)] == [True, False, True, True]
    here.post(f"{SESSIONS}end-others/")
    assert [is_in(browser) for browser in (here, *others)] == [True, False, False, False]
    assert AuditEntry.objects.filter(kind="user.session_ended").count() == 3


def test_a_foreign_session_is_not_there(li, make_user):
    make_user("wang", Role.DISPATCHER)
    mine, theirs = enter(), enter("wang")
    answer = mine.post(f"{SESSIONS}{row_key(theirs.session.session_key)}/end/")
    assert (answer.status_code, is_in(theirs)) == (404, True)


def test_the_security_administrator_sees_and_ends_anybodys_session_and_nobody_else_does(li, make_user):
    desk = enter(REMOTE_ADDR="10.0.0.7")
    for role, may in ((Role.SYSTEM_ADMIN, False), (Role.AUDIT_ADMIN, False), (Role.SECURITY_ADMIN, True)):
        make_user(role, role)
        browser = enter(role)
        assert ("10.0.0.7" in browser.get(ADMIN).content.decode()) == may
        ended = browser.post(f"{ADMIN}{row_key(desk.cookies['sessionid'].value)}/delete/", {"post": "yes"})
        assert (ended.status_code == 302, is_in(desk)) == (may, not may)
    entry = AuditEntry.objects.get(kind="user.session_ended")
    assert (entry.subject_label, entry.before["address"]) == ("li", "10.0.0.7")


def test_closing_an_account_ends_its_sessions_for_good(li, make_user):
    desk = enter()
    make_user("guan", Role.SYSTEM_ADMIN)
    facts = {"username": "li", "display_name": "李某", "organization": li.organization_id}
    facts["_confirmed"] = "1"  # what ends with it was shown on the page before
    enter("guan").post(f"/admin/organizations/user/{li.pk}/change/", facts)
    assert not UserSession.objects.filter(user=li).exists()
    type(li).objects.update(is_active=True)
    assert not is_in(desk)


def test_signing_out_ends_the_session(li):
    browser = enter()
    browser.post("/accounts/logout/")
    assert not UserSession.objects.exists()


def test_ended_sessions_are_removed(li, settings):
    enter()
    later(settings, 31)
    enter()
    remove_ended_sessions()
    assert UserSession.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_live_streams_read_the_same_sessions(li):
    from asgiref.sync import async_to_sync

    key = enter().cookies["sessionid"].value

    async def read() -> tuple[str | None, bool, bool]:
        store = SessionStore(key)
        user = await store.aget("_auth_user_id")
        before = await store.aexists(key)
        await store.aset("anything", 1)
        await store.asave()
        await store.adelete()
        return user, before, await store.aexists(key)

    # In a thread of its own: a browser test of the same process may have left its loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(async_to_sync(read)).result() == (str(li.pk), True, False)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome 131 · Windows"),
        (f"{CHROME} Edg/131.0.0.0", "Edge 131 · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132 · macOS"),
        ("curl/8.5", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)
def test_browsers_are_called_as_people_call_them(user_agent, words):
    assert browser_name(user_agent) == words
