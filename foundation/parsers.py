"""JSON as this house reads it: what PostgreSQL or a second reader could not take is refused at the door."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_DEPTH = 32


class StrictJSONParser(JSONParser):
    """Refuses what others only trip over later.

    400: bytes that are not UTF-8, NUL and lone surrogates in strings, NaN and infinities, a key twice in one object,
    nesting deeper than MAX_DEPTH, numbers too long to read. 413: more than DATA_UPLOAD_MAX_MEMORY_SIZE, which the
    framework's own parser never asks about.
    """

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = _read_all(stream)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise ParseError(_("请求内容不是 UTF-8 编码。"), code="not_utf8") from None
        value = parse_text(text)
        _refuse_depth_and_characters(value, has_escapes="\\u" in text)
        return value


def parse_text(text: str) -> Any:
    """The value of one JSON text; ParseError says in Chinese where and why it is none."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise ParseError(_("JSON 格式有误：第 %(line)s 行第 %(column)s 列。") % place, code="parse_error") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # an integer of thousands of digits
        raise ParseError(_("JSON 中有过长的数字。"), code="number_too_long") from None


def _read_all(stream: IO[bytes]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is None:
        return stream.read()
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise RequestDataTooBig
    return raw


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("JSON 的同一个对象里有重复的字段名。"), code="duplicate_key")
    return found


def _refuse_constant(name: str) -> Any:
    raise ParseError(_("JSON 中不能出现 %(name)s。") % {"name": name}, code="not_a_number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ParseError(_("JSON 中的数字 %(digits)s 过大。") % {"digits": digits[:20]}, code="not_a_number")
    return number


def _refuse_depth_and_characters(value: Any, *, has_escapes: bool) -> None:
    """Walks level by level, so that depth costs no recursion; bad characters can only come from escapes (raw ones are
    refused by the decoder and by JSON itself)."""
    level, depth = [value], 0
    while level:
        if depth > MAX_DEPTH:
            raise _too_deep()
        if has_escapes:
            for item in level:
                if isinstance(item, str):
                    _refuse_characters(item)
        level = [child for item in level for child in _children(item, with_keys=has_escapes)]
        depth += 1


def _children(item: Any, *, with_keys: bool) -> Iterator[Any]:
    if isinstance(item, dict):
        if with_keys:
            yield from item.keys()
        yield from item.values()
    elif isinstance(item, list):
        yield from item


def _refuse_characters(text: str) -> None:
    if "\0" in text:
        raise ParseError(_("文字中有空字符（NUL），请删除后重试。"), code="nul_character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ParseError(_("文字中有不完整的字符（半个代理对），请删除后重试。"), code="lone_surrogate") from None


def _too_deep() -> ParseError:
    return ParseError(_("JSON 嵌套超过 %(depth)s 层。") % {"depth": MAX_DEPTH}, code="too_deep")
