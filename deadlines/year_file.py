"""A year's holidays as published for machines (holiday-cn): read, and every mistake named by its entry."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from deadlines.calendar import Day, DayKind
from kernel.errors import FieldError, Invalid

MOST_BYTES = 256 * 1024
FIRST_YEAR, LAST_YEAR = 2000, 2100
_LONGEST_NAME = 40
_LONGEST_SOURCE = 60


@dataclass(frozen=True, slots=True)
class YearFile:
    """The days of one year's notice. The first of a New Year's holiday may lie in the December before."""

    year: int
    source: str
    days: Mapping[date, Day]


def read_year(content: bytes, *, file_name: str) -> YearFile:
    """Raises Invalid `bad_year_file` with a sentence for each wrong entry; nothing is taken over by half."""
    told = _json(content)
    year = told.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise _bad([_("文件没有写明年份（year），应为 %(a)s 到 %(b)s。") % {"a": FIRST_YEAR, "b": LAST_YEAR}])
    entries = told.get("days")
    if not isinstance(entries, list):
        raise _bad([_("文件没有日期列表（days）。")])
    if not entries:
        raise _bad([_("%(year)s 年的文件里没有日期，安排可能尚未公布。") % {"year": year}])
    days: dict[date, Day] = {}
    if wrong := list(_read_into(days, entries, year)):
        raise _bad(wrong)
    return YearFile(year, _source(told.get("papers"), file_name), days)


def _json(content: bytes) -> Mapping[str, Any]:
    if len(content) > MOST_BYTES:
        raise _bad([_("文件超过 %(n)s KB，不是一年的节假日数据。") % {"n": MOST_BYTES // 1024}])
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _bad([_("文件不是 UTF-8 编码。")]) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = _("（第 %(n)s 行）") % {"n": line} if line else ""
        raise _bad([_("文件不是 JSON%(where)s。") % {"where": where}]) from None
    if not isinstance(told, dict):
        raise _bad([_("文件应为一个 JSON 对象，含 year 和 days。")])
    return told


def _read_into(days: dict[date, Day], entries: list[Any], year: int) -> Iterator[str]:
    """Fills in the days; gives a sentence for each entry that is wrong."""
    for number, entry in enumerate(entries, start=1):
        day, sentence = _entry(entry, year)
        if day is not None and day in days:
            sentence = _("这一天出现了两次")
        if sentence:
            where = day.isoformat() if day else _short(entry)
            yield _("第 %(n)s 条 %(where)s：%(what)s。") % {"n": number, "where": where, "what": sentence}
        elif day is not None:
            days[day] = Day(DayKind.OFF_DAY if entry["isOffDay"] else DayKind.MAKE_UP_WORKDAY, entry["name"].strip())


def _entry(entry: Any, year: int) -> tuple[date | None, str]:
    """The day of an entry and what is wrong with it, if anything."""
    if not isinstance(entry, dict):
        return None, _("应为对象，含 name、date、isOffDay")
    try:
        day = date.fromisoformat(entry.get("date", ""))
    except (ValueError, TypeError):
        return None, _("日期应写成 2026-01-01")
    name = entry.get("name")
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        return day, _("不是 %(year)s 年的日期") % {"year": year}
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        return day, _("名称（name）应为 1 到 %(n)s 个字，不含看不见的字符") % {"n": _LONGEST_NAME}
    if not isinstance(entry.get("isOffDay"), bool):
        return day, _("isOffDay 应为 true（休息）或 false（上班）")
    return day, ""


def _source(papers: Any, file_name: str) -> str:
    """The notice that the file names first, else the file."""
    first = papers[0] if isinstance(papers, list) and papers and isinstance(papers[0], str) else file_name
    first = first if first.isprintable() else file_name
    return first.removeprefix("https://").removeprefix("http://")[:_LONGEST_SOURCE]


def _short(entry: Any) -> str:
    return json.dumps(entry, ensure_ascii=False)[:60]


def _bad(sentences: list[str]) -> Invalid:
    errors = [FieldError("file", "bad_year_file", sentence) for sentence in sentences]
    return Invalid(sentences[0], errors=errors, code="bad_year_file")
