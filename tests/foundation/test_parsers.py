import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from foundation.parsers import MAX_DEPTH, parse_text


def post(api, raw):
    return api.generic("POST", "/api/echo/", raw, content_type="application/json")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a": ', "parse_error"),
        (b'{"a": "\xff"}', "not_utf8"),
        ('{"a": "路灯"}'.encode("gbk"), "not_utf8"),
        (b'{"a": "\\u0000"}', "nul_character"),
        (b'{"\\u0000": 1}', "nul_character"),
        (b'[["\\ud83d"]]', "lone_surrogate"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": 1e999}', "not_a_number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_too_long"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), "too_deep"),
    ],
)
def test_what_cannot_be_stored_or_read_twice_alike_is_refused(api, raw, code):
    answer = post(api, raw)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert "一" <= answer.json()["detail"].removeprefix("a：").strip("JSON 0.：")[0] <= "鿿"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (rb'{"orders": [{"title": "a"}, {"title": "b\u0000"}]}', "orders.1.title"),
        (rb'{"extra": {"b\u0000": 1}}', "extra"),
        (rb'{"\ud83d": 1}', "body"),
        (rb'{"requester": {"name": "\udc00"}}', "requester.name"),
    ],
)
def test_a_bad_character_is_told_by_its_field(api, raw, field):
    answer = post(api, raw).json()
    assert [error["field"] for error in answer["errors"]] == [field]
    assert answer["detail"].startswith("文字" if field == "body" else f"{field}：文字")


def test_a_mark_before_the_text_is_passed_over(api):
    assert post(api, b"\xef\xbb\xbf" + b'{"a": 1}').json()["data"] == {"a": 1}


def test_escaped_backslashes_and_whole_pairs_are_text(api):
    raw = rb'{"a": "\\u0000", "b": "\ud83d\ude00"}'
    assert post(api, raw).json()["data"] == {"a": "\\u0000", "b": "😀"}


def test_the_deepest_allowed_nesting_is_read(api):
    assert post(api, b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).status_code == 200


def test_a_body_over_the_limit_is_413_though_it_lies_about_its_length(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(api, b'"' + b"x" * 98 + b'"').status_code == 200
    assert post(api, b'"' + b"x" * 99 + b'"').status_code == 413


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_whatever_json_writes_is_read_back(value):
    assert parse_text(json.dumps(value, ensure_ascii=False)) == value


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused_in_words(text):
    with contextlib.suppress(ParseError):
        parse_text(text)
