"""What `check --database default` says of the accounts of a house in production."""

import pytest

from command_center.checks import accounts_are_fit_for_production
from command_center.demo.accounts import accounts
from organizations.roles import ADMINISTRATORS
from tests import make


@pytest.fixture(autouse=True)
def _production(settings):
    settings.PRODUCTION = True


def told(databases=("default",)) -> dict[str, str]:
    return {warning.id + warning.msg[:24]: warning.msg for warning in accounts_are_fit_for_production(None, databases)}


def test_an_empty_house_passes_on_its_first_day(town):
    assert told() == {}


def test_each_missing_administrator_is_named(town):
    make.user(town.centre, "dispatcher")
    assert sorted(told().values()) == [
        f"nobody is {role}: three different people hold the three roles" for role in sorted(ADMINISTRATORS)
    ]
    for role in ADMINISTRATORS:
        make.user(town.centre, role)
    assert told() == {}


def test_an_administrator_whose_account_is_closed_is_none(town):
    for role in ADMINISTRATORS:
        make.user(town.centre, role, is_active=role != "audit_admin")
    assert list(told().values()) == ["nobody is audit_admin: three different people hold the three roles"]


def test_an_account_with_the_published_password_of_the_demo_is_named_and_one_with_another_is_not(town, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for role in ADMINISTRATORS:
        make.user(town.centre, role)
    for account, password in zip(accounts()[:2], (accounts()[0].password, "长江黄河-735162"), strict=True):
        user = make.user(town.centre, username=account.username)
        user.set_password(password)
        user.save(update_fields=["password"])
    assert list(told().values()) == [f"accounts of the demo can sign in: {accounts()[0].username}; disable them"]


def test_outside_production_and_without_the_database_nothing_is_asked(town, settings):
    assert told(databases=()) == {}
    make.user(town.centre, "dispatcher")
    settings.PRODUCTION = False
    assert told() == {}
