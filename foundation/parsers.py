"""JSON as this house reads it: what PostgreSQL or a second reader could not take is refused at the door."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from foundation.errors import Malformed
from kernel.errors import FieldError

MAX_DEPTH = 32
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class StrictJSONParser(JSONParser):
    """Refuses what others only trip over later.

    400: bytes that are not UTF-8, NUL and lone surrogates in strings, NaN and infinities, a key twice in one object,
    nesting deeper than MAX_DEPTH, numbers too long to read. 413: more than DATA_UPLOAD_MAX_MEMORY_SIZE, which the
    framework's own parser never asks about.
    """

    with_characters = True

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = _read_all(stream)
        try:
            text = raw.decode("utf-8-sig")  # some platforms put a mark before everything they send
        except UnicodeDecodeError:
            raise ParseError(_("请求内容不是 UTF-8 编码。"), code="not_utf8") from None
        value = parse_text(text)
        _refuse_depth_and_characters(value, has_escapes=self.with_characters and "\\u" in text)
        return value


class ItemwiseJSONParser(StrictJSONParser):
    """Lets bad characters through to a view that answers item by item and asks `refuse_bad_characters` of each."""

    with_characters = False


def refuse_bad_characters(item: Any) -> None:
    """Raises Malformed for NUL or half a surrogate pair in any text of the item, naming the field."""
    _refuse_depth_and_characters(item, has_escapes=True)


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
    level, depth = [("", value)], 0
    while level:
        if depth > MAX_DEPTH:
            raise _too_deep()
        if has_escapes:
            for path, item in level:
                _refuse_characters(path, item)
        level = [child for path, item in level for child in _children(path, item, with_paths=has_escapes)]
        depth += 1


def _children(path: str, item: Any, *, with_paths: bool) -> Iterator[tuple[str, Any]]:
    """What stands in an item, each with where it stands: `orders.3.title`."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(item, dict):
        pairs = item.items()
    elif isinstance(item, list):
        pairs = enumerate(item)
    for key, value in pairs:
        yield f"{path}.{key}".lstrip(".") if with_paths else "", value


def _refuse_characters(path: str, item: Any) -> None:
    """Looks at a text, and at the names of an object's fields."""
    texts = item if isinstance(item, dict) else (item,) if isinstance(item, str) else ()
    for text in texts:
        if "\0" in text:
            raise _unusable(path, _("文字中有空字符（NUL），请删除后重试。"), code="nul_character")
        if _HALF_PAIR.search(text):
            message = _("文字中有不完整的字符（半个代理对），请删除后重试。")
            raise _unusable(path, message, code="lone_surrogate")


def _unusable(path: str, message: str, *, code: str) -> Malformed:
    sentence = f"{path}：{message}" if path else message
    return Malformed(sentence, errors=[FieldError(path or "body", code, message)], code=code)


def _too_deep() -> ParseError:
    return ParseError(_("JSON 嵌套超过 %(depth)s 层。") % {"depth": MAX_DEPTH}, code="too_deep")
