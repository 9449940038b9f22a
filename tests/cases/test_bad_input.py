"""What may be wrong with an order sent by the API: alone it is refused by field, in a batch it costs itself alone."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case
from tests.cases.test_api import ORDER, _that_tuesday, city, problem

__all__ = ["_that_tuesday", "city"]
PLACE = ORDER["location"]

WRONG = [
    ({"received_at": "2090-01-01T00:00:00+08:00"}, "received_at", "接收时间晚于现在"),
    ({"received_at": "1900-01-01T00:00:00+08:00"}, "received_at", "2000 到 2099"),
    ({"received_at": "2026-11-24T08:00:00"}, "received_at", "时间要带时区"),
    ({"location": PLACE | {"lon": 39.9, "lat": 116.2}}, "location.lat", "经度和纬度可能写反了"),
    ({"location": PLACE | {"lon": 10**400, "lat": 1}}, "location.lon", "合法的数字"),
    ({"title": ""}, "title", "不能为空"),
    ({"title": ["路灯"]}, "title", "不是有效的字符串"),
    ({"content": "长" * 20_001}, "content", "20000"),
    ({"extra": {"备注": "长" * 20_001}}, "extra", "“备注”过长"),
    ({"extra": {"长" * 101: 1}}, "extra", "名称最多 100 字"),
    ({"extra": {str(n): 1 for n in range(51)}}, "extra", "最多 50 个"),
    ({"source": "weixin"}, "source", "不是合法选项"),
]


@pytest.mark.parametrize(("change", "field", "words"), WRONG)
def test_a_wrong_order_is_told_by_its_field(city, change, field, words):
    answer = city.post("/orders/", ORDER | change)
    assert problem(answer) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert words in answer.json()["errors"][0]["message"]
    assert Case.objects.count() == 0


def test_in_a_batch_each_wrong_order_costs_itself_alone(city):
    items = []
    for number, (change, _field, _words) in enumerate(WRONG):
        items += [ORDER | {"order_no": f"good-{number}"}, ORDER | {"order_no": f"bad-{number}"} | change]
    body = city.post("/orders/batch/", {"orders": items}).json()
    assert (body["created"], body["refused"]) == (len(WRONG), len(WRONG))
    told = [row["problem"]["errors"][0]["field"] for row in body["results"][1::2]]
    assert told == [field for _change, field, _words in WRONG]
    assert set(Case.objects.values_list("order_no", flat=True)) == {f"good-{n}" for n in range(len(WRONG))}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "路\0灯"}, "title：文字中有空字符"),
        ({"requester": {"name": "\ud83d"}}, "requester.name：文字中有不完整的字符"),
    ],
)
def test_a_character_that_cannot_be_kept_is_told_by_its_field(city, change, words):
    answer = city.post("/orders/", json.dumps(ORDER | change).encode(), Idempotency_Key="k")
    assert problem(answer)[0] == 400
    assert answer.json()["detail"].startswith(words)
    assert Case.objects.count() == 0


@pytest.mark.parametrize("path", ["/orders/", "/orders/batch/"])
@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (b'{"title": "' + b"x" * 5_300_000 + b'"}', 413, "过大"),
        (json.dumps(ORDER, ensure_ascii=False).encode("gb18030"), 400, "不是 UTF-8 编码"),
        (json.dumps(ORDER, ensure_ascii=False).encode("utf-16"), 400, "不是 UTF-8 编码"),
        (json.dumps(ORDER).encode()[:-9], 400, "JSON 格式有误：第 1 行"),
        (b'{"title": "a", "title": "b"}', 400, "重复的字段名"),
        (b"", 400, ""),
        (b"[" * 5000, 400, "嵌套超过"),
    ],
)
def test_a_body_that_cannot_be_read_is_one_sentence_and_no_order(city, path, raw, status, words):
    answer = city.post(path, raw, Idempotency_Key="k")
    assert problem(answer)[0] == status
    assert words in answer.json()["detail"]
    assert Case.objects.count() == 0
    assert city.post(path, json.dumps([ORDER] if "batch" in path else ORDER), Idempotency_Key="k").status_code < 300


def test_an_unknown_category_and_a_point_elsewhere_are_no_errors(city):
    city.post("/orders/", ORDER | {"category_code": "没有", "location": PLACE | {"lon": 116.6, "lat": 40.1}})
    case = Case.objects.get()
    assert (case.category, case.is_outside) == (None, True)


WORDS = st.text(max_size=20) | st.sampled_from(["", "\0", "\ud800", "=1+1", "1e999", "nan", "../..", "x" * 300])
JUNK = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS
JUNK = JUNK | st.lists(JUNK, max_size=2) | st.dictionaries(WORDS, JUNK, max_size=3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_the_fields_hold_each_order_comes_in_or_is_told(city, data):
    change = data.draw(st.dictionaries(st.sampled_from([*ORDER, "unknown"]), JUNK, max_size=4))
    place = data.draw(st.dictionaries(st.sampled_from([*PLACE]), JUNK, max_size=3))
    answer = city.post("/orders/", ORDER | {"location": PLACE | place} | change)
    assert answer.status_code in {200, 201, 400, 409}
    if answer.status_code == 400:
        assert answer.json()["detail"]
