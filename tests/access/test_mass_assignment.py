"""Whatever else is sent along changes nothing: every action of the API, every form of the desk and of the accounts."""

import json
import re
from importlib import import_module

import pytest
from django.test import Client
from rest_framework.serializers import ModelSerializer, Serializer

from cases.api.acting import ACTION_VIEWS
from cases.models import Case, CaseAlert
from cases.states import TRANSITIONS, By
from command_center.desk.steps import STEPS
from organizations.models import ApiClient, Organization, User, UserSession
from organizations.permissions import table
from organizations.roles import Role, fits
from tests import make
from tests.access.courses import courses
from tests.cases.life.conftest import photo
from tests.cases.test_api import ORDER, city

__all__ = ["city", "photo"]
# Columns, relations and words of ours that nobody may set by sending them.
STUFFING = {
    "id": 1, "pk": 1, "case_no": "20200101-000001", "state": "closed", "version": 99, "round": 9, "rework_count": 9,
    "returned_count": 9, "urged_count": 9, "lead": "X", "lead_id": 1, "sender": 1, "sender_id": 1, "organization_id": 1,
    "is_supervised": True, "is_held": True, "hold_reason": "x", "due_at": "2030-01-01T00:00:00+08:00",
    "closed_at": "2020-01-01T00:00:00+08:00", "received_at": "2020-01-01T00:00:00+08:00", "title": "改过的标题",
    "content": "改过的内容", "order_no": "改过的工单号", "flow": "grid", "requester": {"name": "改过"}, "parties": [],
    "warn_at": None, "actor": "system:x", "now": "2020-01-01T00:00:00+08:00", "at": "2020-01-01T00:00:00+08:00",
    "roles": ["system_admin"], "role": "system_admin", "is_superuser": True, "is_staff": True, "is_active": False,
    "expected_version": 1, "case_id": 1, "case": 1, "scopes": ["cases:act"], "user": 1, "organization": "X",
    "needs_classification": True, "fingerprint": "x", "posted_by": "x", "created_at": "2020-01-01T00:00:00+08:00",
}  # fmt: skip
# A form asks for the action's own words, and for the version it was filled in on; never for a column of ours. These
# bear a column's name and mean something else: the unit that is asked to work, or named instead; when a task is due.
ASKED_BY_FORMS = {
    "assign": {"organization", "due_at"},
    "assist": {"organization", "due_at"},
    "request_return": {"organization"},
    "decide_return": {"organization"},
}
# In what two cases differ for reasons of their own.
OWN = {"id", "case_no", "order_no", "fingerprint", "search", "posted_by"}


@pytest.fixture(autouse=True)
def _one_instant(time_machine):
    """Everything happens at once, so that two cases of the same course have the same times."""
    time_machine.move_to(make.MORNING, tick=False)


@pytest.fixture
def browsers(town):
    """One signed-in browser for each role, at the centre or in the first street; `person` is who sits before it."""
    found = {}
    for role in (Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK, Role.STREET_OPERATOR):
        home = town.centre if fits(role, town.centre.kind) else town.streets[0]
        found[role], person = Client(), make.user(home, role)
        found[role].force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        found[role].person = person.actor
    return found


def of_its_own(row: dict) -> dict:
    """A row without its keys, which two cases never share."""
    return {k: v for k, v in row.items() if k not in {"id", "case_id", "clock_id", "decision_id"}}


def snapshot(case_no: str):
    """All that an action could have changed."""
    case = Case.objects.get(case_no=case_no)
    columns = {k: v for k, v in Case.objects.values().get(case_no=case_no).items() if k not in OWN}
    parties = sorted(case.parties.values_list("organization", "part"))
    clocks = sorted(case.clocks.values_list("kind", "state", "holder", "due_at"))
    # A supervision order has a number of its own.
    events = [(e.kind, re.sub(r"[0-9]+", "#", e.text), e.at) for e in case.events.order_by("id")]
    tasks = [of_its_own(row) for row in case.tasks.order_by("id").values()]
    applications = [of_its_own(row) for row in case.applications.order_by("id").values()]
    photos = sorted(case.attachments.values_list("role", "version", "by_label"))
    return columns, parties, clocks, events, tasks, applications, photos


def browser_for(browsers, action) -> Client:
    """Of whoever may: the unit for what is the unit's, else the first of the centre's."""
    is_units = TRANSITIONS[action].by in {By.LEAD, By.ASSIGNED, By.SUPERVISED}
    roles = [role for role in browsers if role in table()[f"cases.{action}"].roles]
    return browsers[Role.STREET_OPERATOR if is_units else roles[0]]


def act(browsers, case_no, action, body, extra=()):
    browser = browser_for(browsers, action)
    if callable(body):
        body = body(Case.objects.get(case_no=case_no), browser.person)
    path = f"/api/v1/cases/{case_no}/{action.replace('_', '-')}/"
    return browser.post(path, json.dumps(dict(extra) | body), content_type="application/json")


def pair_of(town, facts):
    """Two cases alike, each with an alert that nobody has taken."""
    words = {"title": "路灯不亮", "content": "路口路灯不亮"} | facts
    pair = [make.case(sender=town.city, **words) for _ in range(2)]
    for case in pair:
        CaseAlert.objects.create(case=case, words="漏电", raised_at=make.MORNING)
    return [case.case_no for case in pair]


def test_every_action_is_in_a_course(town, photo):
    walked = {action for _order, course in courses(town, photo) for action, _body in course}
    assert walked == {view.action for view in ACTION_VIEWS}


def test_no_action_of_the_api_takes_what_it_did_not_ask_for(town, browsers, photo, walked):
    asked = {view.action: set(view.body().fields) for view in ACTION_VIEWS}
    count = 0
    for facts, course in courses(town, photo):
        plain, full = pair_of(town, facts)
        for action, body in course:
            extra = {name: value for name, value in STUFFING.items() if name not in asked[action]}
            answers = [act(browsers, plain, action, body), act(browsers, full, action, body, extra)]
            assert [a.status_code for a in answers] == [200, 200], (action, answers[0].content.decode())
            assert snapshot(full) == snapshot(plain), action
            count += len(extra)
    walked(count)


def bodies_in():
    """Every shape that the API takes in, whichever app declares it."""
    for app in ("cases.api.bodies", "cases.api.serializers", "enforcement.api.bodies", "notices.api.shapes"):
        for name, shape in vars(import_module(app)).items():
            if isinstance(shape, type) and issubclass(shape, Serializer) and name.endswith("In"):
                yield shape


@pytest.mark.parametrize("shape", list(bodies_in()), ids=lambda shape: shape.__name__)
def test_no_shape_is_made_from_a_table_or_names_a_column_of_ours(shape):
    ours = {
        "id",
        "pk",
        "state",
        "version",
        "lead",
        "sender",
        "round",
        "is_supervised",
        "roles",
        "scopes",
        "actor",
        "now",
    }
    assert not issubclass(shape, ModelSerializer)
    assert ours.isdisjoint(shape().fields)


def test_no_order_takes_what_it_did_not_ask_for(town, city):
    extra = {name: value for name, value in STUFFING.items() if name not in ORDER}
    nested = ORDER["requester"] | {"id": 1, "case": 1}, ORDER["location"] | {"grid_code": "x", "precision": "point"}
    plain = city.post("/orders/", ORDER).json()
    full = city.post(
        "/orders/", ORDER | extra | {"order_no": "其二", "requester": nested[0], "location": nested[1]}
    ).json()
    assert snapshot(full["case_no"]) == snapshot(plain["case_no"])


@pytest.mark.parametrize("name", sorted(STEPS))
def test_no_form_of_the_desk_hands_on_what_it_does_not_show(town, name):
    case = make.case(sender=town.city)
    form = STEPS[name].form({key: str(value) for key, value in STUFFING.items()}, case=case, now=make.MORNING)
    form.is_valid()
    assert set(form.cleaned_data) <= set(form.fields)
    asked = set(form.fields) & set(STUFFING)
    assert asked <= {"version"} | ASKED_BY_FORMS.get(name, set())


def admin_browser(town, role):
    browser = Client()
    browser.force_login(make.user(town.centre, role), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def forged(**facts):
    """As a form of the admin might be forged: rights, foreign keys, secrets, flags."""
    return {
        "is_superuser": "on", "is_staff": "on", "roles": "system_admin", "role": "system_admin",
        "role_set": "系统管理员",
        "role_grants-TOTAL_FORMS": "1", "role_grants-INITIAL_FORMS": "0", "role_grants-0-role": "system_admin",
        "password": "forged", "phone_hash": "forged", "last_login_0": "2020-01-01", "created_at": "2020-01-01",
        "password_changed_at": "2020-01-01", "pk": "1", "id": "1",
    } | facts  # fmt: skip


def test_opening_an_account_gives_nothing_but_the_account(town):
    secret = "长江黄河-735162"
    facts = {"username": "li", "display_name": "李", "organization": town.centre.pk, "phone": ""}
    admin_browser(town, Role.SYSTEM_ADMIN).post(
        "/admin/organizations/user/add/", forged(**facts, password1=secret, password2=secret)
    )
    user = User.objects.get(username="li")
    assert (user.roles, user.must_change_password, user.is_active) == (frozenset(), True, True)
    assert user.check_password(secret)


def test_changing_an_account_changes_only_what_the_page_shows(town):
    user = make.user(town.centre, Role.DISPATCHER, must_change_password=True, password="kept")
    before = User.objects.values().get(pk=user.pk)
    facts = {"username": user.username, "display_name": "新名", "organization": town.department.pk, "is_active": "on"}
    admin_browser(town, Role.SYSTEM_ADMIN).post(f"/admin/organizations/user/{user.pk}/change/", forged(**facts))
    after = User.objects.values().get(pk=user.pk)
    assert {name for name in after if after[name] != before[name]} == {"display_name"}
    assert set(user.role_grants.values_list("role", flat=True)) == {"dispatcher"}


def test_an_api_client_is_not_widened_by_a_form(town):
    issued = make_client(town)
    before = ApiClient.objects.values().get(pk=issued.pk)
    facts = {"scopes": ["cases:act"], "organization": town.centre.pk, "token_hash": "x", "expires_at": "2099-01-01"}
    admin_browser(town, Role.SYSTEM_ADMIN).post(f"/admin/organizations/apiclient/{issued.pk}/change/", facts)
    assert ApiClient.objects.values().get(pk=issued.pk) == before


def make_client(town) -> ApiClient:
    from organizations.actions.issue_token import issue_token

    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    return issue_token(town.streets[0], name="接口", scopes=["cases:read"], actor=admin, now=make.MORNING).client


def test_changing_the_password_changes_nothing_else(town):
    user = make.user(town.centre, Role.DISPATCHER)
    user.set_password("长江黄河-735162")
    user.save(update_fields=["password"])
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    before = User.objects.values().get(pk=user.pk)
    new = "黄河长江-846273"
    own = {"old_password": "长江黄河-735162", "new_password1": new, "new_password2": new}
    browser.post("/accounts/password/", forged(display_name="改", username="root", organization="1") | own)
    after = User.objects.values().get(pk=user.pk)
    assert {name for name in after if after[name] != before[name]} == {"password", "password_changed_at"}


def test_signing_in_sets_nothing_of_the_session(town):
    user = make.user(town.centre, Role.DISPATCHER)
    user.set_password("长江黄河-735162")
    user.save(update_fields=["password"])
    forged_session = {"_auth_user_id": "1", "user": "1", "signed_in_from": "9.9.9.9", "started_at": "2020-01-01"}
    Client().post("/accounts/login/", {"username": user.username, "password": "长江黄河-735162"} | forged_session)
    row = UserSession.objects.get()
    assert (row.user_id, row.address, row.started_at) == (user.pk, "127.0.0.1", make.MORNING)


def test_an_organization_keeps_what_its_page_does_not_show(town):
    unit = town.department
    before = Organization.objects.values().get(pk=unit.pk)
    facts = {"kind": unit.kind, "code": unit.code, "name": unit.name, "short_name": "新简称", "is_active": "on"}
    browser = admin_browser(town, Role.SYSTEM_ADMIN)
    address = f"/admin/organizations/organization/{unit.pk}/change/"
    browser.post(address, forged(**facts, parent=unit.parent_id, created_at="2020-01-01", street="", community=""))
    after = Organization.objects.values().get(pk=unit.pk)
    assert {name for name in after if after[name] != before[name]} == {"short_name"}
