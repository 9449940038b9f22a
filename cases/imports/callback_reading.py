"""The city's call-back files: which columns they have, and one row as a call."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases import data
from cases.actions.callback import Answers
from cases.imports.drafts import Refusal
from cases.imports.guessing import bare
from cases.imports.values import SATISFIED, SAYS_NO, SAYS_YES, SOLVED, Unreadable, moment
from cases.models import CallBack, ReceivedPrecision, Source
from kernel.errors import Invalid

_WORDS: dict[str, list[str]] = tomllib.loads((data.FOLDER / "callback_words.toml").read_text(encoding="utf-8"))
_REQUIRED = ("order_no", "called_at", "contacted", "solved", "satisfied")
_SOURCES = {str(source.label): source.value for source in Source} | {source.value: source.value for source in Source}
_NOTE = 300


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the city; `answers` is None when nobody was reached."""

    line: int
    source: str
    order_no: str
    at: datetime
    answers: Answers | None
    note: str

    @property
    def key(self) -> tuple[str, str]:
        return (self.source, self.order_no)


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """The column of each field. Raises Invalid `missing_columns`."""
    names = {bare(column): column for column in reversed(header)}
    found = {one: names[word] for one, words in _WORDS.items() for word in reversed(words) if word in names}
    if absent := [_WORDS[one][0] for one in _REQUIRED if one not in found]:
        message = _("文件缺少必需的列：%s。请检查表头。") % "、".join(absent)
        raise Invalid(message, code="missing_columns")
    return found


class Faulty(Exception):  # named like the errors of the kernel
    """A row that is no call; carries the field and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def read_call(line: int, cells: Mapping[str, str], columns: Mapping[str, str], *, now: datetime) -> Call | Refusal:
    """The row as a call, or why it is none."""
    told = {one: cells.get(column, "").strip() for one, column in columns.items()}
    try:
        if not told["order_no"]:
            raise Faulty("order_no", _("为空"))
        return Call(
            line=line,
            source=_source(told.get("source", "")),
            order_no=told["order_no"],
            at=_moment(told["called_at"], now=now),
            answers=_answers(told),
            note=told.get("note", "")[:_NOTE],
        )
    except Faulty as fault:
        return Refusal(line, columns[fault.field], fault.reason)


def _source(text: str) -> str:
    """Files of the city say nothing or that they are its own."""
    if not text:
        return Source.HOTLINE_12345
    if text not in _SOURCES:
        raise Faulty("source", _("没有这种来源：%s") % text[:40])
    return _SOURCES[text]


def _moment(text: str, *, now: datetime) -> datetime:
    try:
        found = moment(text)
    except Unreadable as wrong:
        raise Faulty("called_at", str(wrong)) from None
    if found.precision == ReceivedPrecision.DAY:
        raise Faulty("called_at", _("回访时间要写到时分"))
    if found.at > now:
        raise Faulty("called_at", _("回访时间在将来"))
    return found.at


def _answers(told: Mapping[str, str]) -> Answers | None:
    """Without a column for it, whoever answered was reached."""
    answered = any(told[one] for one in ("contacted", "solved", "satisfied"))
    if not (_switch("reached", told["reached"]) if told.get("reached") else answered):
        return None
    return Answers(
        was_contacted=_switch("contacted", told["contacted"]),
        solved=CallBack.Solved(_word("solved", told["solved"], SOLVED)),
        satisfied=CallBack.Satisfied(_word("satisfied", told["satisfied"], SATISFIED)),
    )


def _switch(one: str, text: str) -> bool:
    plain = text.lower()
    if plain not in SAYS_YES | SAYS_NO:
        raise Faulty(one, _("应写是或否") if text else _("联系上了就要填写这一项。"))
    return plain in SAYS_YES


def _word(one: str, text: str, words: Mapping[str, str]) -> str:
    if text not in words:
        known = "、".join(words)
        raise Faulty(one, _("应为：%s") % known if text else _("联系上了就要填写这一项。"))
    return words[text]
