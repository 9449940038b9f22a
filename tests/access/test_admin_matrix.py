"""The administration: every address of it × every role × every method, held against the permission table."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver

from kernel.actors import Actor, ActorKind
from organizations.permissions import may_model
from organizations.roles import ADMINISTRATORS, BUSINESS_ROLES, Role
from tests import make
from tests.access.test_matrix import people

VERBS = {"changelist": "view", "history": "view", "change": "view", "add": "add", "delete": "delete"}
# Pages beside Django's own five, by the end of their name → the verb of their model that opens them.
MORE = {
    "organizations_user_password": "change",
    "auth_user_password_change": "change",
    "export": "view",
    "import": "add",
    "preview": "add",
    "dry_run": "view",
    "year": "change",
}
# Without a model: for every administrator, or for everybody who knows the address.
OF_THE_SITE = {"index", "app_list", "jsi18n", "password_change", "password_change_done", "view_on_site", "autocomplete"}
DOORS = {"login", "logout"}
ALL = pytest.param(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"), marks=pytest.mark.long, id="all")
# The files of users have a column of roles, which the security administrator fills in.
ALSO_FOR = {
    "organizations_user_import": "organizations.add_rolegrant",
    "organizations_user_preview": "organizations.add_rolegrant",
}


def routes(resolver=None, prefix=""):
    """(name, path, model's label or "") of every address of the administration."""
    site = resolver or next(r for r in get_resolver().url_patterns if getattr(r, "namespace", "") == "admin")
    for entry in site.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        elif entry.name:
            yield entry.name, path


MODELS = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}


def model_and_verb(name):
    """(model, verb of the table) that an address is about; (None, "") for one of the site itself."""
    if name in OF_THE_SITE | DOORS:
        return None, ""
    if name == "configuration":
        return MODELS["organizations_organization"], "view"
    if name in MORE:
        return MODELS["organizations_user"], MORE[name]
    for key, model in MODELS.items():
        if name.startswith(f"{key}_"):
            page = name.removeprefix(f"{key}_")
            return model, VERBS.get(page) or MORE[page]
    raise AssertionError(f"{name} of the administration: say in this file which right opens it")


def address(path, model):
    """The page of an object that is there, where there is one: a missing one would hide who may see it."""
    obj = model._default_manager.first() if model else None
    pk = "0" if obj is None else str(obj.pk)
    for part in ("<path:object_id>", "<id>"):
        path = path.replace(part, pk)
    path = path.replace("<uuid:upload_id>", "00000000-0000-0000-0000-000000000000")
    path = path.replace("r/<path:content_type_id>/", "r/1/")
    return "/admin/" + path.split("(?P")[0].strip("^$")


def actor(role):
    return Actor(ActorKind.USER, "1", "", roles=frozenset({role}))


def opens(role, model, verb):
    label, name = model._meta.app_label, model._meta.model_name
    verbs = ("view", "change") if verb == "view" else (verb,)
    return any(may_model(actor(role), f"{label}.{one}_{name}") for one in verbs)


@pytest.fixture
def pages(town):
    """(name, address, model, verb) of every page, objects of the daily kinds being there."""
    make.case(sender=town.city)
    return [
        (name, address(path, model), model, verb)
        for name, path in routes()
        for model, verb in [model_and_verb(name)]
        if name not in DOORS and name != "app_list"
    ]


def test_every_address_of_the_administration_is_placed():
    assert all(model_and_verb(name) for name, _path in routes())


@pytest.mark.parametrize("methods", [pytest.param(("POST",), id="post"), ALL])
def test_nobody_but_administrators_comes_in_anywhere(town, pages, walked, methods):
    wrong, count = [], 0
    visitors = [("stranger", Client()), *((r.value, b) for r, b in people(town) if r in BUSINESS_ROLES)]
    for who, browser in visitors:
        for name, where, _model, _verb in pages:
            for method in methods:
                answer = browser.generic(method, where)
                count += 1
                to_the_door = answer.headers.get("Location", "").startswith(("/admin/login/", "/accounts/"))
                if answer.status_code not in {403, 404, 405} and not to_the_door:
                    wrong.append((who, name, method, answer.status_code))
    walked(count)
    assert wrong == []


@pytest.mark.parametrize("methods", [pytest.param(("GET", "POST"), id="few"), ALL])
def test_each_administrator_is_refused_whatever_the_table_does_not_give(town, pages, walked, methods):
    wrong, count = [], 0
    for role, browser in people(town):
        if role not in ADMINISTRATORS:
            continue
        for name, where, model, verb in pages:
            if (
                model is None
                or opens(role, model, verb)
                or (name in ALSO_FOR and may_model(actor(role), ALSO_FOR[name]))
            ):
                continue
            for method in methods:
                answer = browser.generic(method, where)
                count += 1
                # A history of nothing leads back to the start before anybody is asked for a right.
                led_back = answer.status_code == 302 and answer["Location"] == "/admin/"
                if answer.status_code not in {403, 405} and not led_back:
                    wrong.append((role.value, name, method, answer.status_code))
    walked(count)
    assert wrong == []


def test_each_administrator_sees_the_lists_that_the_table_gives(town, pages, walked):
    wrong, count = [], 0
    for role, browser in people(town):
        if role not in ADMINISTRATORS:
            continue
        for name, where, model, verb in pages:
            if name.endswith("_changelist") and opens(role, model, verb):
                count += 1
                if browser.get(where).status_code != 200:
                    wrong.append((role.value, name))
    walked(count)
    assert wrong == []


def test_looking_gives_no_right_to_change(town, pages, walked):
    """Pages that somebody may see but not change take no form."""
    wrong, count = [], 0
    for role, browser in people(town):
        if role not in ADMINISTRATORS:
            continue
        for name, where, model, _verb in pages:
            if model is None or not name.endswith("_change"):
                continue
            if not opens(role, model, "view") or opens(role, model, "change"):
                continue
            count += 1
            status = browser.post(where, {"is_active": "on", "role": Role.SYSTEM_ADMIN}).status_code
            if status != 403:
                wrong.append((role.value, name, status))
    walked(count)
    assert wrong == []
