import json
from datetime import date, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from cases.actions.dispatch_waiting import dispatch_waiting
from cases.models import Case, CaseEvent, CategoryScheme
from kernel.times import SHANGHAI
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.make import MORNING

ORDER = {
    "order_no": "热线-261124-000001",
    "source": "12345",
    "received_at": "2026-11-24T08:15:00+08:00",
    "request_kind": "complaint",
    "urgency": "general",
    "category_code": "030701",
    "title": "路口占道经营",
    "content": "路口每天早上有人摆摊，行人只能走车行道。",
    "requester": {"name": "王某某", "phone": "19900001234", "is_secret": False},
    "location": {"address": "甲河街道路口", "street": "甲河街道", "lon": 116.2025, "lat": 39.9075, "crs": "wgs84"},
    "reply_due_at": None,
    "supervised": False,
    "extra": {},
}


class Api:
    """One API client at work, as its integrator would use it."""

    def __init__(self, organization, *scopes):
        admin = make.person(organization, Role.SYSTEM_ADMIN)
        issued = issue_token(organization, name=f"接口{organization.code}", scopes=scopes, actor=admin, now=MORNING)
        self.client = Client(headers={"Authorization": f"Bearer {issued.token}"})

    def post(self, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, (str, bytes)) else json.dumps(body or {})
        return self.client.post(f"/api/v1{path}", text, content_type="application/json", headers=headers)

    def get(self, path):
        return self.client.get(f"/api/v1{path}")


@pytest.fixture(autouse=True)
def _that_tuesday(time_machine):
    """The API reads the clock itself; these stories play on one day."""
    time_machine.move_to(datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI))


@pytest.fixture
def city(town):
    return Api(town.city, "orders:write", "cases:read")


@pytest.fixture
def street(town):
    return Api(town.streets[0], "cases:read", "cases:act")


@pytest.fixture
def other_street(town):
    return Api(town.streets[1], "cases:read", "cases:act")


@pytest.fixture
def centre(town):
    return Api(town.centre, "cases:read", "cases:act")


def problem(response):
    assert response["Content-Type"].startswith("application/problem+json")
    return response.status_code, response.json()["code"]


def test_an_order_is_taken_and_shown(city):
    answer = city.post("/orders/", ORDER)
    body = answer.json()
    assert (answer.status_code, answer["ETag"], body["state"], body["lamp"]) == (
        201,
        '"v1"',
        "pending_dispatch",
        "green",
    )
    assert body["requester"] == {"name": "王**", "phone": "199****1234", "is_secret": False}
    assert body["location"]["grid_code"].startswith("110107001")


def test_the_same_order_again_is_the_same_case(city):
    first, again = city.post("/orders/", ORDER), city.post("/orders/", ORDER)
    assert (again.status_code, again.json()["case_no"]) == (200, first.json()["case_no"])


def test_other_content_is_409_until_the_sender_means_it(city):
    city.post("/orders/", ORDER)
    changed = ORDER | {"title": "占道经营更严重"}
    assert problem(city.post("/orders/", changed)) == (409, "order_changed")
    taken = city.post("/orders/?update=true", changed)
    assert (taken.status_code, taken.json()["title"], taken.json()["version"]) == (200, "占道经营更严重", 2)


def test_a_key_makes_the_answer_come_twice_and_the_case_once(city):
    first = city.post("/orders/", ORDER, Idempotency_Key="k-1")
    again = city.post("/orders/", ORDER, Idempotency_Key="k-1")
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert again.json() == first.json()
    assert problem(city.post("/orders/", ORDER | {"title": "别的"}, Idempotency_Key="k-1")) == (
        409, "idempotency_key_reused",
    )  # fmt: skip
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": "火星"}, "source"),
        ({"received_at": "2026-11-24T08:15:00"}, "received_at"),
        ({"received_at": "1900-01-01T00:00:00+08:00"}, "received_at"),
        ({"received_at": "昨天"}, "received_at"),
        ({"title": ""}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"content": "a\x00b"}, "content"),
        ({"order_no": None}, "order_no"),
        ({"location": {"lon": 116.2}}, "location.lat"),
        ({"location": {"lon": 1e9, "lat": 0}}, "location.lon"),
        ({"requester": "王某"}, "requester"),
        ({"order_no": "a/b"}, "order_no"),
        ({"order_no": "batch"}, "order_no"),
        ({"order_no": "a\tb"}, "order_no"),
        ({"location": {"lon": True, "lat": True}}, "location.lon"),
        ({"received_at": "2099-01-01T00:00:00+08:00"}, "received_at"),
        ({"reply_due_at": "2026-11-23T08:15:00+08:00"}, "reply_due_at"),
        ({"extra": {str(n): n for n in range(51)}}, "extra"),
    ],
)
def test_a_wrong_field_is_named(city, change, field):
    answer = city.post("/orders/", ORDER | change)
    assert problem(answer)[0] == 400
    if field != "content":
        assert field in [error["field"] for error in answer.json()["errors"]]
    assert Case.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"', b"\xff\xfe", "[" * 100_000, '{"a": NaN}'])
def test_rubbish_is_400_and_never_a_traceback(city, body):
    assert problem(city.post("/orders/", body))[0] == 400


def test_who_is_nobody_is_401_and_who_may_not_is_403(city, street):
    answer = Client().post("/api/v1/orders/", "{}", content_type="application/json")
    assert (problem(answer)[0], answer["WWW-Authenticate"].split()[0]) == (401, "Bearer")
    assert problem(street.post("/orders/", ORDER))[0] == 403


def test_a_foreign_case_is_not_there(city, street, other_street):
    no = city.post("/orders/", ORDER).json()["case_no"]
    for path in (f"/cases/{no}/", f"/cases/{no}/timeline/", f"/cases/{no}/clocks/"):
        assert (street.get(path).status_code, problem(other_street.get(path))[0]) == (200, 404)
    assert problem(other_street.post(f"/cases/{no}/sign/"))[0] == 404
    assert other_street.get("/cases/").json()["results"] == []


def test_a_case_is_signed_answered_and_reported_back(city, street, centre, town):
    no = city.post("/orders/", ORDER).json()["case_no"]
    dispatch_waiting(now=MORNING)
    assert street.get(f"/cases/{no}/").json()["allowed_actions"] == ["sign", "request_return", "note"]
    steps = [
        (street, "sign", {}),
        (street, "contact", {"note": "已电话联系"}),
        (street, "reply", {"text": "已劝离", "measures": "加派人手"}),
        (centre, "review", {"accepted": True}),
        (centre, "callback", {"reached": True, "contacted": True, "solved": "yes", "satisfied": "satisfied"}),
    ]
    states = []
    for api, action, body in steps:
        answer = api.post(f"/cases/{no}/{action}/", body)
        assert answer.status_code == 200, answer.json()
        states.append(answer.json()["state"])
    assert states == ["handling", "handling", "replied", "callback", "closed"]
    told = city.get(f"/orders/{ORDER['order_no']}/?source=12345").json()
    assert (told["state"], told["callback"]["solved"], told["reply"]["text"]) == (
        "closed",
        "yes",
        "甲河街道 回复：已劝离",
    )
    assert [e["kind"] for e in street.get(f"/cases/{no}/timeline/").json()][:3] == ["received", "dispatched", "signed"]


def test_a_stale_version_is_412_with_what_changed(city, street):
    no = city.post("/orders/", ORDER).json()["case_no"]
    dispatch_waiting(now=MORNING)
    answer = street.post(f"/cases/{no}/sign/", If_Match='"v1"')
    assert problem(answer) == (412, "stale_version")
    assert [c["version"] for c in answer.json()["changes"]] == [2]
    assert street.post(f"/cases/{no}/sign/", If_Match='"v2"').status_code == 200


def test_a_broken_rule_is_409_and_leaves_no_trace(city, street):
    no = city.post("/orders/", ORDER).json()["case_no"]
    assert problem(street.post(f"/cases/{no}/sign/")) == (409, "wrong_state")
    assert problem(street.post(f"/cases/{no}/reply/", {"text": "已办"})) == (409, "wrong_state")
    assert CaseEvent.objects.count() == 1


def test_a_list_shows_the_small_shape_page_by_page(city):
    numbers = [city.post("/orders/", ORDER | {"order_no": f"n{i}"}).json()["case_no"] for i in range(5)]
    seen, url = [], "/cases/?limit=2"
    while url:
        page = city.get(url.removeprefix("http://testserver/api/v1")).json()
        seen += [row["case_no"] for row in page["results"]]
        url = page["next"]
    assert sorted(seen) == sorted(numbers)
    assert not {"content", "clocks", "assisting", "whistles", "allowed_actions"} & set(page["results"][0])


@pytest.mark.parametrize(
    "query",
    [
        "state=nowhere",
        "limit=0",
        "limit=201",
        "cursor=x",
        "ordering=title",
        "lamp=blue",
        "bbox=1,2",
        "q=x",
        "received_after=y",
        "due_after=2026-11-22T08:00:00",
        "due_after=0001-01-01T00:00:00%2B23:00",
    ],
)
def test_a_senseless_filter_is_400(city, query):
    assert problem(city.get(f"/cases/?{query}"))[0] == 400


@pytest.mark.parametrize("code", ["%", "100%", "%(code)s", "%s%d"])
def test_a_code_that_nothing_bears_is_told_as_it_was_written(city, code):
    answer = city.get(f"/cases/?grid={quote(code)}")
    assert problem(answer) == (400, "invalid")
    assert answer.json()["errors"][0]["message"] == f"没有代码 {code}。"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=pending_dispatch", 1), ("state=closed", 0), ("open=true", 1),
        ("street=110107001", 1), ("street=110107002", 0),
        ("lamp=green", 1), ("lamp=red", 0), ("q=摆摊", 1), ("q=井盖", 0), ("source=12345", 1), ("urgency=urgent", 0),
        ("category=030701", 1), ("supervised=false", 1), ("bbox=116.1,39.8,116.3,40", 1), ("bbox=1,1,2,2", 0),
    ],
)  # fmt: skip
def test_filters_find_what_they_say(city, query, count):
    city.post("/orders/", ORDER | {"received_at": make.MORNING.isoformat()})
    answer = city.get(f"/cases/?{query}")
    assert answer.status_code == 200, answer.json()
    assert len(answer.json()["results"]) == count


def test_a_secret_order_hides_the_requester_from_the_unit(city, street, centre):
    secret = ORDER | {"requester": ORDER["requester"] | {"is_secret": True}}
    no = city.post("/orders/", secret).json()["case_no"]
    dispatch_waiting(now=MORNING)
    assert street.get(f"/cases/{no}/").json()["requester"] == {"name": "", "phone": "", "is_secret": True}
    assert centre.get(f"/cases/{no}/").json()["requester"]["name"] == "王**"


def test_intake_costs_a_handful_of_statements(city, django_assert_num_queries):
    city.post("/orders/", ORDER)
    city.post("/orders/", ORDER | {"order_no": "n2"})  # by now the minute's use of the token is noted
    of_the_test = 2  # the savepoint that stands for the transaction
    with django_assert_num_queries(4 + of_the_test):  # who calls, what is in force, the case and its rows, the news
        assert city.post("/orders/", ORDER | {"order_no": "n3"}).status_code == 201
    with django_assert_num_queries(9 + of_the_test):
        assert city.post("/orders/", ORDER | {"order_no": "n4"}, Idempotency_Key="k").status_code == 201


def test_acting_costs_a_dozen_statements_and_looking_four(city, street, django_assert_num_queries):
    of_the_test = 2  # the savepoint that stands for the transaction
    numbers = [city.post("/orders/", ORDER | {"order_no": f"n{n}"}).json()["case_no"] for n in range(3)]
    dispatch_waiting(now=MORNING)
    for no in numbers[:2]:  # by now the minute's use of the token is noted, and the wide questions are planned
        street.post(f"/cases/{no}/sign/")
    with django_assert_num_queries(11 + of_the_test):
        assert street.post(f"/cases/{numbers[2]}/sign/").status_code == 200
    with django_assert_num_queries(11 + of_the_test):
        assert street.post(f"/cases/{numbers[2]}/contact/", {"note": "已约"}).status_code == 200
    with django_assert_num_queries(11 + of_the_test):
        assert street.post(f"/cases/{numbers[2]}/reply/", {"text": "已清理"}).status_code == 200
    with django_assert_num_queries(4):
        assert street.get(f"/cases/{numbers[2]}/").json()["state"] == "replied"


def test_the_answer_to_a_new_order_is_what_its_reader_sees_afterwards(city):
    answer = city.post("/orders/", ORDER | {"extra": {"a": 1}})
    assert answer.json() == city.get(f"/cases/{answer.json()['case_no']}/").json()
    assert answer.json() == city.post("/orders/", ORDER | {"extra": {"a": 1}}).json()


def test_a_scheme_that_ends_is_noticed_by_the_next_order(city):
    assert city.post("/orders/", ORDER).json()["category"]["code"] == "030701"
    scheme = CategoryScheme.objects.get()
    scheme.valid_to = date(2026, 11, 23)
    scheme.save()
    assert city.post("/orders/", ORDER | {"order_no": "n2"}).json()["category"] is None


def test_the_list_costs_the_same_for_one_row_and_for_many(city, django_assert_max_num_queries):
    for number in range(12):
        city.post("/orders/", ORDER | {"order_no": f"n{number}"})
    with django_assert_max_num_queries(8):
        assert len(city.get("/cases/").json()["results"]) == 12


def test_every_ordering_of_the_list_walks_an_index(city, town):
    for number in range(3):
        city.post("/orders/", ORDER | {"order_no": f"n{number}"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = {}
        for order in (("due_at", "id"), ("-received_at", "-id")):
            plans[order[0]] = Case.objects.order_by(*order)[:50].explain()
    assert "case_by_due" in plans["due_at"]
    assert "case_by_receipt" in plans["-received_at"]
    assert "Sort" not in "".join(plans.values())


def test_a_query_parameter_nobody_knows_is_named_and_hands_out_nothing(city):
    answer = city.get("/cases/?stat=closed&state=closed&limit=5&page=2")
    assert problem(answer) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == ["page", "stat"]
    assert city.get("/cases/?state=closed&limit=5&ordering=due_at&count=estimated").status_code == 200
