import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from tests.cases.test_api import ORDER, _that_tuesday, city, problem

__all__ = ["_that_tuesday", "city"]


def orders(count):
    return [ORDER | {"order_no": f"n{number}"} for number in range(count)]


def test_each_item_has_its_own_answer_in_its_place(city):
    city.post("/orders/", ORDER | {"order_no": "n1"})
    items = [
        *orders(2),
        ORDER | {"order_no": "n2", "title": ""},
        "rubbish",
        ORDER | {"order_no": "n1", "title": "别的"},
    ]
    body = city.post("/orders/batch/", {"orders": items}).json()
    assert [row["status"] for row in body["results"]] == [201, 200, 400, 400, 409]
    assert (body["created"], body["unchanged"], body["refused"]) == (1, 1, 3)
    assert body["results"][2]["problem"]["errors"][0]["field"] == "title"
    assert body["results"][4]["problem"]["code"] == "order_changed"
    assert Case.objects.count() == 2


def test_half_a_batch_wrong_leaves_the_other_half_in(city):
    items = [item if number % 2 else item | {"received_at": "x"} for number, item in enumerate(orders(20))]
    body = city.post("/orders/batch/", items).json()
    assert (body["created"], body["refused"], Case.objects.count()) == (10, 10, 10)


def test_a_batch_sent_again_changes_nothing(city):
    first = city.post("/orders/batch/", {"orders": orders(5)}, Idempotency_Key="b")
    again = city.post("/orders/batch/", {"orders": orders(5)}, Idempotency_Key="b")
    other = city.post("/orders/batch/", {"orders": orders(5)})
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert (other.json()["unchanged"], Case.objects.count()) == (5, 5)


@pytest.mark.parametrize("body", [{}, {"orders": []}, {"orders": "x"}, {"orders": [1] * 1001}, []])
def test_a_batch_is_a_list_of_one_to_a_thousand(city, body):
    assert problem(city.post("/orders/batch/", body))[0] == 400


def test_the_same_number_twice_in_a_batch_is_one_case(city):
    number = ORDER | {"order_no": "n1"}
    body = city.post("/orders/batch/", [number, number, number | {"title": "别的"}]).json()
    assert [row["status"] for row in body["results"]] == [201, 200, 409]
    updated = city.post("/orders/batch/?update=true", [number | {"title": "别的"}, number | {"title": "再改"}]).json()
    assert [row["status"] for row in updated["results"]] == [200, 200]
    assert Case.objects.get().title == "再改"


def test_a_receipt_in_the_future_spoils_no_other(city):
    items = [ORDER | {"order_no": "n1", "received_at": "2026-12-31T00:00:00+08:00"}, ORDER | {"order_no": "n2"}]
    body = city.post("/orders/batch/", items).json()
    assert [row["status"] for row in body["results"]] == [400, 201]


def test_statements_do_not_grow_with_the_batch(city):
    city.post("/orders/batch/", orders(1))
    with CaptureQueriesContext(connection) as few:
        city.post("/orders/batch/", [ORDER | {"order_no": f"few{n}"} for n in range(3)])
    with CaptureQueriesContext(connection) as many:
        city.post("/orders/batch/", [ORDER | {"order_no": f"many{n}"} for n in range(60)])
    assert len(many) == len(few)


def test_a_hundred_kinds_of_orders_cost_no_more_than_one(city, django_assert_max_num_queries):
    city.post("/orders/batch/", orders(1))
    places = [{"street": name} for name in ("甲河街道", "乙河街道", "不知道")] + [{"lon": 116.2025, "lat": 39.9075}]
    kinds = [{"urgency": u, "category_code": c} for u in ("general", "urgent", "complex") for c in ("030701", "9", "")]
    items = [
        ORDER | k | {"location": p, "order_no": f"n{n}-{m}"} for n, k in enumerate(kinds) for m, p in enumerate(places)
    ]
    with django_assert_max_num_queries(24):
        assert city.post("/orders/batch/", items).json()["created"] == 36


def test_a_batch_that_cannot_be_written_as_one_comes_in_one_by_one(city, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("no room")

    monkeypatch.setattr("cases.imports.receiving.write", broken)
    body = city.post("/orders/batch/", orders(3)).json()
    assert (body["created"], Case.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "路\0灯"}, "title"),
        ({"extra": {"a": "\0"}}, "extra.a"),
        ({"order_no": "n\ud83d"}, "order_no"),
        ({"extra": {"\0": 1}}, "extra"),
    ],
)
def test_a_bad_character_costs_its_own_order(city, change, field):
    first, second, third = orders(3)
    body = city.post("/orders/batch/", {"orders": [first, second | change, third]}, Idempotency_Key="b").json()
    assert [row["status"] for row in body["results"]] == [201, 400, 201]
    assert [error["field"] for error in body["results"][1]["problem"]["errors"]] == [field]
    assert Case.objects.count() == 2
