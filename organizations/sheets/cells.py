"""What stands in a cell, as a plain value: people write dates, numbers and yes in many ways."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from kernel.times import SHANGHAI

# Excel takes such a text for a formula when somebody saves the file as CSV or edits the cell.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_DISARMED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})[::](\d{2})(?:[::]00)?")
_YES = frozenset({"是", "启用", "在用", "true", "yes", "y", "1"})
_NO = frozenset({"否", "停用", "不在用", "false", "no", "n", "0"})


class BadCell(Exception):
    """What is wrong with one cell: code for machines, sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def disarmed(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe goes in front."""
    clean = _UNPRINTABLE.sub("", text)
    return f"'{clean}" if _DANGEROUS.match(clean) else clean


def rearmed(text: str) -> str:
    """The text as it was before `disarmed`."""
    return text[1:] if _DISARMED.match(text) else text


def text_in(raw: object) -> str:
    """Any cell as text, without outer blanks: the number 6010 → "6010", a date → "2026-01-01"."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time.min:
        return raw.date().isoformat()
    return rearmed(str(raw).strip())


def number_in(raw: object) -> Decimal:
    text = text_in(raw)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadCell("not_a_number", _("“%(text)s”不是数。") % {"text": text}) from None
    if not number.is_finite():
        raise BadCell("not_a_number", _("“%(text)s”不是数。") % {"text": text})
    return number


def whole_number_in(raw: object) -> int:
    number = number_in(raw)
    # An absurd exponent must not be written out in full.
    if abs(number.adjusted()) > 18 or number != number.to_integral_value():
        raise BadCell("not_a_whole_number", _("“%(text)s”不是整数。") % {"text": text_in(raw)})
    return int(number)


def date_in(raw: object) -> date:
    if isinstance(raw, datetime):
        raw = raw.date() if raw.time() == time.min else raw
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    text = text_in(raw)
    found = _DATE.fullmatch(text)
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
    except ValueError:
        pass
    raise BadCell("not_a_date", _("“%(text)s”不是日期，应写成 2026-01-01。") % {"text": text})


def moment_in(raw: object) -> datetime:
    """A day with the hour, in Asia/Shanghai; a day alone is its 00:00."""
    if not isinstance(raw, datetime):
        day, _blank, hour = text_in(raw).replace("T", " ").partition(" ")
        raw = datetime.combine(date_in(day), time_in(hour) if hour.strip() else time.min)
    return raw.replace(second=0, microsecond=0, tzinfo=SHANGHAI)


def time_in(raw: object) -> time:
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return raw.replace(second=0, microsecond=0)
    text = text_in(raw)
    found = _TIME.fullmatch(text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    raise BadCell("not_a_time", _("“%(text)s”不是钟点，应写成 18:00。") % {"text": text})


def flag_in(raw: object) -> bool:
    text = text_in(raw).lower()
    if text in _YES | _NO:
        return text in _YES
    raise BadCell("not_a_flag", _("“%(text)s”应为“是”或“否”。") % {"text": text})
