"""Discovery, services and the list of requests, in both formats."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine

from cases import data
from cases.actions.cancel import cancel
from cases.models import Case, Category
from foundation.clock import now
from organizations.roles import Role
from tests import make
from tests.cases.open311.conftest import errors


def xml(answer):
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(answer.content)


def test_discovery_leads_to_the_endpoint_in_both_formats(stranger):
    (endpoint,) = stranger.get("discovery.json").json()["endpoints"]
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = xml(stranger.get("discovery.xml"))
    assert root.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_services_are_the_open_categories_with_their_group(stranger):
    listed = stranger.get("services.json").json()
    assert [(s["service_code"], s["service_name"], s["group"]) for s in listed] == [
        ("0303", "市容市貌", "城乡建设"),
        ("0307", "街面秩序", "城乡建设"),
    ]
    assert (listed[1]["keywords"], listed[1]["metadata"], listed[1]["type"]) == ("流动摊贩", False, "realtime")
    root = xml(stranger.get("services.xml"))
    assert (root.tag, [s.findtext("service_code") for s in root.findall("service")]) == ("services", ["0303", "0307"])
    assert root.findtext("service/metadata") == "false"


def test_a_retired_category_is_no_service(stranger):
    Category.objects.filter(code="0303").update(is_active=False)
    assert [s["service_code"] for s in stranger.get("services.json").json()] == ["0307"]


def test_the_file_of_services_names_categories_of_the_two_upper_levels():
    tree = {row["code"]: row for row in data.read("hotline_tree.csv")}
    opened = data.read("open311_services.csv")
    assert [(row["code"], tree[row["code"]]["name"]) for row in opened] == [(r["code"], r["name"]) for r in opened]
    assert {tree[row["code"]]["level"] for row in opened} <= {"1", "2"}


def test_a_definition_asks_for_nothing_more(stranger):
    assert stranger.get("services/0307.json").json() == {"service_code": "0307", "attributes": []}
    root = xml(stranger.get("services/0307.xml"))
    assert (root.tag, root.findtext("service_code"), len(root.find("attributes"))) == ("service_definition", "0307", 0)


@pytest.mark.parametrize("code", ["0301", "030702", "03", "nothing", "a" * 300, "%F0%9F%9A%B2"])
def test_what_is_not_open_to_the_public_is_no_service(stranger, code):
    assert errors(stranger.get(f"services/{code}.json"))[0] == 404
    assert errors(stranger.get(f"services/{code}.xml"))[0] == 404


def test_a_request_is_shown_in_both_formats(citizens, open_town):
    number = citizens.report()
    (row,) = citizens.get(f"requests/{number}.json").json()
    case = Case.objects.get(case_no=number)
    assert row["requested_datetime"] == row["updated_datetime"]
    assert row["requested_datetime"].endswith("+08:00")
    del row["requested_datetime"], row["updated_datetime"]
    assert row == {
        "service_request_id": number,
        "status": "open",
        "status_notes": "待派遣",
        "service_name": "街面秩序",
        "service_code": "0307",
        "description": "街面秩序",
        "agency_responsible": None,
        "service_notice": None,
        "expected_datetime": case.due_at.astimezone(make.SHANGHAI).isoformat(timespec="seconds"),
        "address": "柳荫里社区 甲河街道",
        "address_id": None,
        "zipcode": None,
        "lat": 39.9075,
        "long": 116.2025,
        "media_url": None,
    }
    root = xml(citizens.get(f"requests/{number}.xml"))
    assert (root.tag, root.findtext("request/service_request_id")) == ("service_requests", number)
    assert root.find("request/media_url").text is None
    assert citizens.get("requests.json").json()[0]["service_request_id"] == number
    assert xml(citizens.get("requests.xml")).findtext("request/service_request_id") == number


def test_a_token_is_the_number_itself(citizens):
    number = citizens.report()
    assert citizens.get(f"tokens/{number}.json").json() == [{"service_request_id": number, "token": number}]
    assert xml(citizens.get(f"tokens/{number}.xml")).findtext("request/token") == number
    assert errors(citizens.get("tokens/123456.xml"))[0] == 404


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json", "application/json; charset=utf-8"),
        ("text/xml", "text/xml; charset=utf-8"),
        ("application/xml", "application/xml; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
        ("text/csv", "application/json; charset=utf-8"),
    ],
)
def test_without_a_suffix_the_accept_header_decides(stranger, accept, content_type):
    assert stranger.client.get("/open311/v2/services", headers={"Accept": accept})["Content-Type"] == content_type


def test_the_suffix_wins_over_the_accept_header(stranger):
    answer = stranger.client.get("/open311/v2/services.xml", headers={"Accept": "application/json"})
    assert answer["Content-Type"] == "text/xml; charset=utf-8"


def test_open_and_closed_are_told_apart(citizens, open_town):
    open_one, closed_one = citizens.report(), citizens.report()
    supervisor = make.person(open_town.centre, Role.DUTY_SUPERVISOR)
    case_id = Case.objects.get(case_no=closed_one).pk
    cancel(case_id, reason="重复：赵小满已报", actor=supervisor, now=now() + timedelta(hours=1))
    assert citizens.numbers(status="open") == [open_one]
    assert citizens.numbers(status="closed") == [closed_one]
    assert citizens.numbers(status="open,closed") == [closed_one, open_one]
    (row,) = citizens.get(f"requests/{closed_one}.json").json()
    assert (row["status"], row["status_notes"]) == ("closed", "作废")
    assert row["updated_datetime"] > row["requested_datetime"]


def test_requests_are_found_by_number_and_by_service(citizens):
    first, second = citizens.report(), citizens.report(service_code="0303")
    assert set(citizens.numbers(service_request_id=f"{first}, {second}")) == {first, second}
    assert citizens.numbers(service_request_id=first, service_code="0303", start_date="2001-01-01T00:00:00Z") == [first]
    assert citizens.numbers(service_code="0303") == [second]
    assert set(citizens.numbers(service_code=["0303", "0307"])) == {first, second}
    assert citizens.numbers(service_code="9907") == []
    assert (
        citizens.numbers(service_request_id="", service_code="", status="", start_date="") == citizens.numbers() != []
    )


def test_the_list_covers_ninety_days_unless_asked(citizens):
    with time_machine.travel("2026-08-01T00:00:00Z", tick=False):
        old = citizens.report()
    with time_machine.travel("2026-11-20T00:00:00Z", tick=False):
        new = citizens.report()
        assert citizens.numbers() == [new]
        assert citizens.numbers(start_date="2026-08-01T00:00:00Z", end_date="2026-08-01T00:00:00Z") == [old]
        assert citizens.numbers(start_date="2026-07-31T20:00:00+08:00") == [old]
        assert citizens.numbers(start_date="2026-08-01T00:00:01Z") == []
        assert citizens.numbers(end_date="2026-08-02T00:00:00Z") == [old]
        assert citizens.numbers(start_date="2027-01-01T00:00:00Z") == []
        assert citizens.get(f"requests/{old}.json").status_code == 200


def test_a_plus_sign_that_was_not_escaped_is_understood(citizens):
    number = citizens.report()
    day = (now() - timedelta(days=1)).date()
    answer = citizens.client.get(f"/open311/v2/requests.json?start_date={day}T00:00:00+08:00")
    assert [row["service_request_id"] for row in answer.json()] == [number]


def test_pages_are_newest_first_and_do_not_overlap(citizens):
    numbers = []
    for minute in range(3):
        with time_machine.travel(f"2026-11-20T00:0{minute}:00Z", tick=False):
            numbers.insert(0, citizens.report())
    with time_machine.travel("2026-11-20T01:00:00Z", tick=False):
        assert citizens.numbers(page_size=2) == numbers[:2]
        assert citizens.numbers(page_size=2, page=2) == numbers[2:]
        assert citizens.numbers(page=1000) == []


def test_the_list_asks_the_database_the_same_few_times_however_long(citizens, django_assert_max_num_queries):
    for _ in range(3):
        citizens.report()
    with django_assert_max_num_queries(4):
        assert len(citizens.numbers()) == 3


@pytest.mark.parametrize(
    "params",
    [
        {"status": "half"},
        {"start_date": "yesterday"},
        {"start_date": "2026-11-01T00:00:00"},
        {"start_date": "0001-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59Z"},
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"page": "0"},
        {"page": "9" * 40},
        {"page_size": "1001"},
        {"page_size": "NaN"},
        {"service_request_id": "1," * 300},
        {"service_request_id": "x" * 5000},
        {"service_code": "x" * 100},
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(stranger, params):
    for suffix in ("json", "xml"):
        status, told = errors(stranger.get(f"requests.{suffix}", **params))
        assert status == 400
        assert all(code == 400 and words for code, words in told)
