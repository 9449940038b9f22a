"""Names in an address that nobody knows: refused by name, never passed over in silence."""

import pytest

from organizations.scopes import ApiScope
from tests import make
from tests.access.test_foreign import clients, neighbour
from tests.access.test_matrix import ADDRESSES, API
from tests.cases.test_api import ORDER

__all__ = ["neighbour"]
READ = sorted(name for name, (methods, _action) in API.items() if "GET" in methods)


@pytest.fixture
def client(town, neighbour):
    return clients(town, town.streets[1], *ApiScope.values)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("strange", ["organization_id", "lead__name", "state__in", "sender", "order_by", "page"])
def test_a_name_outside_the_list_is_refused_by_name(client, name, strange):
    answer = client.get(ADDRESSES[name], {strange: "1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [strange]


@pytest.mark.parametrize("ordering", ["id", "-id", "lead", "requester__phone", "received_at,due_at", "?", "-due_at"])
def test_an_order_outside_the_list_is_refused_by_name(client, neighbour, ordering):
    deliveries = f"/api/v1/webhooks/{neighbour.things['endpoint']}/deliveries/"
    for address in ("/api/v1/cases/", deliveries):
        if (address, ordering) == (deliveries, "-id"):
            continue  # the one it has
        answer = client.get(address, {"ordering": ordering})
        assert (answer.status_code, [e["field"] for e in answer.json()["errors"]]) == (400, ["ordering"]), address


def test_an_order_sent_with_a_misspelt_word_is_refused_before_it_is_taken(town):
    city = clients(town, town.city, "orders:write")
    answer = city.post("/api/v1/orders/?updat=true", ORDER, content_type="application/json")
    assert (answer.status_code, [e["field"] for e in answer.json()["errors"]]) == (400, ["updat"])


def test_a_filter_of_the_desk_that_makes_no_sense_shows_no_rows(town):
    from django.test import Client

    from organizations.roles import Role

    browser = Client()
    browser.force_login(make.user(town.centre, Role.DISPATCHER), backend="django.contrib.auth.backends.ModelBackend")
    board = browser.get("/desk/", {"state": "anything"}).context["board"]
    assert (board.is_refused, board.rows) == (True, [])
