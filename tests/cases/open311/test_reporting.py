"""A report comes in; who may send one; what is refused."""

from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Case
from organizations.actions.disable_client import disable_client
from organizations.models import ApiClient
from organizations.roles import Role
from tests import make
from tests.cases.open311.conftest import REPORT, Citizens, errors, token


def test_a_report_becomes_a_case_of_the_citizens(citizens, open_town):
    case = Case.objects.get(case_no=citizens.report())
    assert (case.source, case.flow, case.request_kind, case.state) == ("citizen", "hotline", "help", "pending_dispatch")
    assert (case.category.code, case.needs_classification) == ("0307", False)
    assert case.street == open_town.area.streets[0]
    assert case.title == case.content == "我叫赵**，电话199****5678，楼下有人摆摊占道。"
    assert case.requester.words == "\n".join(
        [REPORT["description"][:40], REPORT["description"], REPORT["address_string"]]
    )
    assert (case.requester.name, case.requester.phone, case.requester.address) == (
        "赵小满",
        REPORT["phone"],
        REPORT["email"],
    )
    assert case.sender == open_town.city
    assert case.extra == {"channel": "open311", "media_url": REPORT["media_url"]}


def test_the_answer_is_given_in_both_formats(citizens):
    (row,) = citizens.post("requests.json").json()
    assert set(row) == {"service_request_id", "service_notice", "account_id"}
    answer = citizens.post("requests.xml")
    root = ET.fromstring(answer.content)
    assert (answer.status_code, root.tag) == (201, "service_requests")
    assert Case.objects.filter(case_no=root.findtext("request/service_request_id")).exists()


def test_the_same_report_twice_is_two_cases(citizens):
    assert citizens.report() != citizens.report()


def test_a_report_may_name_the_place_in_words_alone(citizens):
    case = Case.objects.get(case_no=citizens.report(lat="", long="", description="", first_name="", last_name=""))
    assert (case.title, case.content) == ("街面秩序", "街面秩序")
    assert case.address == REPORT["address_string"]


def test_a_name_in_latin_letters_keeps_its_order(citizens):
    case = Case.objects.get(case_no=citizens.report(first_name="Ada", last_name="Lovelace"))
    assert case.requester.name == "Ada Lovelace"


def test_a_multipart_form_is_read_and_its_file_declined(citizens):
    photo = SimpleUploadedFile("photo.png", b"\x89PNG", content_type="image/png")
    answer = Client().post("/open311/v2/requests.json", {**REPORT, "api_key": citizens.key, "media": photo})
    assert answer.status_code == 201
    assert "不收文件" in answer.json()[0]["service_notice"]


def test_a_bearer_token_and_a_key_in_the_address_do_as_well(citizens):
    bearer = Client(headers={"Authorization": f"Bearer {citizens.key}"})
    assert bearer.post("/open311/v2/requests.json", REPORT).status_code == 201
    assert Client().post(f"/open311/v2/requests.json?api_key={citizens.key}", REPORT).status_code == 201


@pytest.mark.parametrize("key", ["", "wrong", "x" * 10000, "令牌", "\N{BICYCLE}"])
def test_a_missing_or_wrong_key_is_forbidden(stranger, key):
    for suffix in ("json", "xml"):
        status, told = errors(stranger.post(f"requests.{suffix}", api_key=key))
        assert (status, [code for code, _ in told]) == (403, [403])
    assert not Case.objects.exists()


def test_a_key_without_the_scope_is_forbidden(open_town):
    reader = Citizens(token(open_town.city, "cases:read"))
    assert errors(reader.post())[0] == 403


def test_a_disabled_client_is_forbidden(citizens, open_town):
    admin = make.person(open_town.centre, Role.SYSTEM_ADMIN)
    disable_client(ApiClient.objects.get(), reason="停用", actor=admin, now=make.NOON)
    assert errors(citizens.post())[0] == 403


def test_a_session_does_not_replace_the_key(open_town):
    browser = Client()
    browser.force_login(
        make.user(open_town.centre, Role.DISPATCHER), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert errors(browser.post("/open311/v2/requests.json", REPORT))[0] == 403


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        (400, {"service_code": ""}),
        (404, {"service_code": "9907"}),
        (404, {"service_code": "030702"}),
        (400, {"service_code": "x" * 100}),
        (400, {"lat": "nan"}),
        (400, {"lat": "inf", "long": "-inf"}),
        (400, {"lat": "1e400"}),
        (400, {"lat": "北"}),
        (400, {"lat": "91"}),
        (400, {"long": ""}),
        (400, {"lat": "", "long": "", "address_string": " "}),
        (400, {"description": "长" * 4001}),
        (400, {"description": "空\0字符"}),
        (400, {"phone": "1" * 41}),
        (400, {"address_string": "路" * 301}),
        (400, {"media_url": "javascript:alert(1)"}),
        (400, {"media_url": "ftp://example.com/a"}),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(citizens, status, fields):
    for suffix in ("json", "xml"):
        answer = citizens.post(f"requests.{suffix}", **fields)
        told_status, told = errors(answer)
        assert (told_status, {code for code, _ in told}) == (status, {status})
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b'{"service_code": "0307"}', 415),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 415),
        ("multipart/form-data; boundary=x", b"--y\r\nnothing", 403),
        ("multipart/form-data", b"--y\r\nnothing", 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff%00&api_key=%ed%a0%80", 403),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000)), 400),
        ("application/x-www-form-urlencoded", b"description=" + b"x" * (6 * 1024 * 1024), 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(citizens, content_type, body, status):
    told_status, told = errors(citizens.post(body=body, content_type=content_type))
    assert told_status == status, told
    assert "/etc/passwd" not in str(told)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_else_is_done_here(citizens, method):
    assert errors(getattr(citizens.client, method)("/open311/v2/requests.xml"))[0] == 405
    assert errors(citizens.client.post("/open311/v2/services.json"))[0] == 405
