"""Who gets in where: every address of the house × every role and scope, taken from the list of URLs.

An address without an entry fails, so that nobody can add one without saying who may use it.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cases.actions.allowed import BY_SENDER
from cases.states import BY_SYSTEM, TRANSITIONS
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, By
from foundation import clock
from organizations.actions.issue_token import issue_token
from organizations.permissions import table
from organizations.roles import ADMINISTRATORS, CENTRE_ROLES, Role, fits
from organizations.scopes import ApiScope
from tests import make

OPEN = "open"  # without signing in
SIGNED_IN = "signed in"
OPERATORS = "operators"  # the local host, the centre's roles, administrators
ADMIN = "admin"

# Name of the address → who may: a word above, or the action that the permission table must allow.
PAGES = {
    "home": OPEN,
    "login": OPEN,
    "logout": OPEN,
    "password_change": SIGNED_IN,
    "admin_password_change": OPEN,  # leads to the page before
    "sessions": SIGNED_IN,
    "end_session": SIGNED_IN,
    "end_other_sessions": SIGNED_IN,
    "permissions": SIGNED_IN,
    "desk:queue": "cases.read",
    "desk:case": "cases.read",
    "desk:preview": "cases.read",
    "desk:moved": "cases.read",
    "desk:act": "cases.read",
    "desk:reveal": "cases.reveal",
    "desk:applications": "cases.decide_return",
    "desk:returns": "cases.decide_return",
    "desk:print": "cases.export",
    "desk:docx": "cases.export",
    "desk:rates": "cases.rates",
    "desk:rate_cases": "cases.rates",
    "desk:exports": "cases.export",
    "desk:export": "cases.export",
    "desk:export_file": "cases.export",
    "desk:alerts": "cases.take_alert",
    "desk:take_alert": "cases.take_alert",
    "desk:requesters": "cases.reveal",
    "desk:callbacks": "cases.callback",
    "desk:import_callbacks": "cases.import_callbacks",
    "desk:callback_report": "cases.import_callbacks",
    "desk:imports": "cases.import",
    "desk:upload_orders": "cases.import",
    "desk:match_columns": "cases.import",
    "desk:drop_upload": "cases.import",
    "desk:import": "cases.import",
    "desk:cancel_import": "cases.import",
    "desk:import_report": "cases.import",
    "desk:tasks": "cases.read",
    "desk:whistles": "enforcement.read",
    "desk:blow": "enforcement.blow",
    "desk:whistles_waiting": "enforcement.read",
    "desk:whistle": "enforcement.read",
    "desk:site_code": "enforcement.site_code",
    "desk:summon_more": "enforcement.summon_more",
    "desk:whistle_act": "enforcement.read",
    "desk:summons_act": "enforcement.read",
    "field:summonses": "enforcement.sign",
    "field:summons": "enforcement.sign",
    "field:arrive": "enforcement.sign",
    "field:act": "enforcement.sign",
    "desk:attachment": "foundation.see_attachment",
    "desk:notices": "notices.read",
    "desk:read_all": "notices.read",
    "desk:read_one": "notices.read",
    "health:live": OPEN,
    "health:ready": OPEN,
    "health:status": OPERATORS,
    "status": OPERATORS,
    "live": "notices.changes",
    "wall": OPEN,  # by the token in its address: tests/wall
    "wall_board": OPEN,
    "audit:entries": "organizations.view_auditentry",
    "audit:export": "organizations.export_auditentry",
    "audit:exports": "organizations.export_auditentry",
    "audit:export_file": "organizations.export_auditentry",
    "schema": OPEN,
    "api_docs": OPEN,
}
POST_ONLY = {
    *("desk:act", "desk:cancel_import", "desk:drop_upload", "desk:read_all", "desk:read_one"),
    *("audit:export", "desk:export", "desk:reveal", "desk:take_alert"),
    *("desk:whistle_act", "desk:summons_act", "field:act"),
}
# The methods it answers, and the action that the table must allow for them.
API = {
    "api:orders": ("POST", "cases.receive"),
    "api:orders-batch": ("POST", "cases.receive"),
    "api:order": ("GET", "cases.read"),
    "api:alerts": ("GET", "cases.read"),
    "api:rates": ("GET", "cases.rates"),
    "api:rate-cases": ("GET", "cases.rates"),
    "api:cases": ("GET", "cases.read"),
    "api:tasks": ("GET", "cases.read"),
    "api:case": ("GET", "cases.read"),
    "api:case-timeline": ("GET", "cases.read"),
    "api:case-clocks": ("GET", "cases.read"),
    "api:case-duplicates": ("GET", "cases.read"),
    "api:case-reveal": ("POST", "cases.reveal"),
    "api:attachments": ("POST", "foundation.attach"),
    "api:attachment": ("GET", "foundation.see_attachment"),
    "api:changes": ("GET", "notices.changes"),
    "api:webhooks": ("GET POST", "notices.webhooks"),
    "api:webhook": ("DELETE", "notices.webhooks"),
    "api:webhook-test": ("POST", "notices.webhooks"),
    "api:webhook-deliveries": ("GET", "notices.webhooks"),
    "api:webhook-redeliver": ("POST", "notices.redeliver"),
    "api:whistles": ("GET", "enforcement.read"),
    "api:whistle": ("GET", "enforcement.read"),
    "api:whistle-timeline": ("GET", "enforcement.read"),
    "api:whistle-suggestions": ("GET", "enforcement.blow"),
    "api:summonses": ("GET", "enforcement.read"),
    "api:summons": ("GET", "enforcement.read"),
    "api:summonses-bulk": ("POST", "enforcement.read"),
}
API |= {f"api:case-{name}": ("POST", f"cases.{name}") for name in TRANSITIONS if name not in BY_SENDER | BY_SYSTEM}
API |= {
    f"api:{subject}-{row.name}": ("POST", f"enforcement.{row.name}")
    for subject, rows in (("whistle", WHISTLE_TRANSITIONS), ("summons", SUMMONS_TRANSITIONS))
    for row in rows.values()
    if row.begins and row.by != By.SYSTEM
}
# Of an address that asks for another right by its other method.
OTHERWISE = {"api:whistles": ("POST", "enforcement.blow")}

# Not there unless CENTER_OPEN311 turns it on; then for everybody to read, and to write for whoever may `cases.receive`.
OPEN311 = {f"open311:{name}" for name in ("discovery", "services", "service", "requests", "request", "token")}


def addresses(resolver=None, prefix="", names=()):
    """(name with its namespaces, route) of every address but those of Django's admin (`test_admin_matrix`)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from addresses(entry, prefix + str(entry.pattern), inner)
        elif isinstance(entry, URLPattern):
            yield ":".join([*names, entry.name or str(entry.pattern)]), prefix + str(entry.pattern)


def example(route):
    for pattern, value in (
        ("<slug:case_no>", "20260101-000001"),
        ("<str:case_no>", "20260101-000001"),
        ("<slug:action>", "sign"),
        ("<slug:whistle_no>", "S20260101-000001"),
        ("<slug:summons_no>", "S20260101-000001-01"),
        ("<slug:verb>", "close"),
        ("<str:number>", "S20260101-000001"),
        ("<str:order_no>", "x"),
        ("<int:notice_id>", "1"),
        ("<int:job_id>", "1"),
        ("<int:endpoint_id>", "1"),
        ("<int:delivery_id>", "1"),
        ("<slug:folder>", "0" * 32),
        ("<str:service_code>", "0"),
        ("<str:service_request_id>", "20260101-000001"),
        ("<str:token>", "1"),
        ("<slug:key>", "0" * 64),
        ("<uuid:attachment_id>", "0" * 8 + "-0000-4000-8000-" + "0" * 12),
    ):
        route = route.replace(pattern, value)
    return route


ROUTES = dict(addresses())
ADDRESSES = {name: "/" + example(route) for name, route in ROUTES.items()}


def test_every_address_says_who_may_use_it():
    assert set(ADDRESSES) == set(PAGES) | set(API) | OPEN311


def people(town):
    """One signed-in browser for each role."""
    homes = {
        "district_centre": town.centre,
        "street": town.streets[0],
        "community": town.communities[0],
        "department": town.department,
    }
    for role in Role:
        home = next(home for kind, home in homes.items() if fits(role, kind))
        browser = Client()
        browser.force_login(make.user(home, role), backend="django.contrib.auth.backends.ModelBackend")
        yield role, browser


def test_pages_let_in_whom_the_table_lets_in(town, walked):
    wrong = []
    for role, browser in people(town):
        for name, who in PAGES.items():
            if "." not in who:
                continue
            status = browser.generic("POST" if name in POST_ONLY else "GET", ADDRESSES[name]).status_code
            may = role in table()[who].roles
            if (status == 403) == may:
                wrong.append((role.value, name, status))
    walked(len(Role) * sum("." in who for who in PAGES.values()))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(name for name, who in PAGES.items() if who not in {OPEN, OPERATORS}))
def test_a_page_sends_a_stranger_to_the_door(db, name):
    answer = Client().get(ADDRESSES[name])
    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/login/")


CALLS = sorted(
    (name, method, action)
    for name, (methods, action) in [*API.items(), *OTHERWISE.items()]
    for method in methods.split()
)


@pytest.mark.parametrize(("name", "method"), [(name, method) for name, method, _action in CALLS])
def test_the_api_answers_a_stranger_with_401(db, name, method):
    assert Client().generic(method, ADDRESSES[name], "{}", content_type="application/json").status_code == 401


def test_the_api_lets_in_whom_the_table_lets_in_by_scope(town, walked):
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    wrong = []
    for scope in ApiScope.values:
        issued = issue_token(town.streets[0], name=scope, scopes=[scope], actor=admin, now=clock.now())
        client = Client(headers={"Authorization": f"Bearer {issued.token}"})
        for name, method, action in CALLS:
            status = client.generic(method, ADDRESSES[name], "{}", content_type="application/json").status_code
            may = scope in table()[action].scopes
            if (status == 403) == may:
                wrong.append((scope, name, status))
    walked(len(ApiScope) * len(CALLS))
    assert wrong == []


def test_a_method_that_an_address_does_not_answer_is_405_for_whoever_has_a_token(town, walked):
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    scopes = sorted(ApiScope.values)
    token = issue_token(town.streets[0], name="接口", scopes=scopes, actor=admin, now=clock.now()).token
    client = Client(headers={"Authorization": f"Bearer {token}"})
    wrong, count = [], 0
    for name in API:
        answered = {method for one, method, _action in CALLS if one == name}
        answered |= {"HEAD"} if "GET" in answered else set()
        for other in sorted({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "ACT"} - answered):
            answer = client.generic(other, ADDRESSES[name], "{}", content_type="application/json")
            count += 1
            if (answer.status_code, answer["Content-Type"]) != (405, "application/problem+json"):
                wrong.append((other, name, answer.status_code))
    walked(count)
    assert wrong == []


def test_the_api_lets_in_whom_the_table_lets_in_by_role(town, walked):
    wrong = []
    for role, browser in people(town):
        for name, method, action in CALLS:
            status = browser.generic(method, ADDRESSES[name], "{}", content_type="application/json").status_code
            may = role in table()[action].roles
            if (status == 403) == may:
                wrong.append((role.value, name, status))
    walked(len(Role) * len(CALLS))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(OPEN311))
def test_open311_is_not_there_unless_it_is_turned_on(town, settings, name):
    visitors = [Client(), *(browser for _role, browser in people(town))]
    assert {visitor.get(ADDRESSES[name]).status_code for visitor in visitors} == {404}
    settings.OPEN311 = "read"
    answers = {visitor.get(ADDRESSES[name]).status_code for visitor in visitors}
    assert answers == ({404} if name in {"open311:service", "open311:request", "open311:token"} else {200})


def test_open311_takes_reports_from_the_scope_that_may_send_orders_and_from_nobody_else(town, settings):
    settings.OPEN311 = "write"
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    address, wrong = ADDRESSES["open311:requests"], []
    for scope in ApiScope.values:
        issued = issue_token(town.city, name=f"open311 {scope}", scopes=[scope], actor=admin, now=make.MORNING)
        status = Client().post(address, {"api_key": issued.token}).status_code
        if (status == 403) == (scope in table()["cases.receive"].scopes):
            wrong.append((scope, status))
    for role, browser in people(town):
        if browser.post(address, {}).status_code != 403:
            wrong.append(role.value)
    assert wrong == []


def test_only_administrators_enter_the_admin(town):
    entered = {role for role, browser in people(town) if browser.get("/admin/").status_code == 200}
    assert entered == ADMINISTRATORS


def test_each_is_led_from_the_front_door_to_pages_that_are_theirs(town):
    led = {role: browser.get("/", follow=True) for role, browser in people(town)}
    assert {role: answer.status_code for role, answer in led.items() if answer.status_code != 200} == {}
    assert {role for role, answer in led.items() if answer.request["PATH_INFO"] == "/admin/"} == ADMINISTRATORS


def test_the_status_of_the_house_is_for_operators(town):
    answers = {
        role: browser.get("/health/status", headers={"X-Forwarded-For": "203.0.113.9"}).status_code
        for role, browser in people(town)
    }
    assert answers[Role.DISPATCHER] == answers[Role.SYSTEM_ADMIN] == 200
    assert answers[Role.STREET_OPERATOR] == 403


def test_the_status_page_is_for_the_centre_and_the_administrators(town):
    seen = {role for role, browser in people(town) if browser.get("/status/").status_code == 200}
    assert seen == CENTRE_ROLES | ADMINISTRATORS
    assert Client().get("/status/")["Location"].startswith("/accounts/login/")
