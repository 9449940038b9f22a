"""The kinds of columns: each reads a cell into a value, and shows a value as people write it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kernel.times import to_local
from organizations.sheets.cells import (
    BadCell,
    date_in,
    flag_in,
    moment_in,
    number_in,
    text_in,
    time_in,
    whole_number_in,
)
from organizations.sheets.names import Names

# Names of what a row may point at, by the title under which a reference column asks for them.
Directory = Mapping[str, Names[Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `default` fills an empty cell of a new row; an existing row keeps what it has.

    `heading` is the same in every language, so that files can be exchanged.
    `right` is the permission row for changing this column, where it isn't that of the sheet.
    `is_kept_when_empty`: an empty cell changes nothing, not even in a row without such a default.
    `is_shown_only` columns help to read the file and are not read back.
    """

    heading: str
    field: str
    help: str | Promise = ""
    example: str = ""
    required: bool = False
    default: Any = None
    right: str = ""
    is_shown_only: bool = False
    is_kept_when_empty: bool = False
    width: int = 14

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> Any:
        """The value of a cell that is not empty; raises BadCell. `row` holds what was read of this row before."""
        return text_in(raw)

    def show(self, value: Any, directory: Directory) -> str:
        """The value as text, for the preview."""
        return "" if value is None else str(value)

    def cell(self, value: Any, directory: Directory) -> Any:
        """The value as it is exported: text, number, date or time."""
        return self.show(value, directory)

    def empty(self) -> Any:
        """What an empty cell means."""
        return ""

    def get(self, obj: Model) -> Any:
        return getattr(obj, self.field)

    def set(self, obj: Model, value: Any) -> None:
        setattr(obj, self.field, value)

    def choices(self, directory: Directory) -> Iterable[str]:
        """What a drop-down list offers; nothing for free text."""
        return ()

    @property
    def is_strict(self) -> bool:
        """Whether nothing but the choices may be written."""
        return False


@dataclass(frozen=True, kw_only=True)
class NumberColumn(Column):
    """Whole numbers, or with `places` such with a fraction."""

    is_whole: bool = True

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> Any:
        return whole_number_in(raw) if self.is_whole else number_in(raw)

    def show(self, value: int | Decimal | None, directory: Directory) -> str:
        return "" if value is None else f"{Decimal(value).normalize():f}"

    def cell(self, value: int | Decimal | None, directory: Directory) -> Any:
        return value

    def empty(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class DateColumn(Column):
    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> date:
        return date_in(raw)

    def cell(self, value: date | None, directory: Directory) -> Any:
        return value

    def empty(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class TimeColumn(Column):
    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> time:
        return time_in(raw)

    def show(self, value: time | None, directory: Directory) -> str:
        return "" if value is None else f"{value:%H:%M}"

    def empty(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class MomentColumn(Column):
    """A day with the hour, as people of Asia/Shanghai read it."""

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> datetime:
        return moment_in(raw)

    def show(self, value: datetime | None, directory: Directory) -> str:
        return "" if value is None else f"{to_local(value):%Y-%m-%d %H:%M}"

    def empty(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class FlagColumn(Column):
    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> bool:
        return flag_in(raw)

    def show(self, value: bool | None, directory: Directory) -> str:
        return "" if value is None else _("是") if value else _("否")

    def choices(self, directory: Directory) -> Iterable[str]:
        return (_("是"), _("否"))

    @property
    def is_strict(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    """One of a fixed list: shown by its name, read by name or code."""

    options: Iterable[tuple[str, str | Promise]]

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> str:
        text = text_in(raw)
        for code, name in self.options:
            if text.lower() in (str(code).lower(), str(name).lower()):
                return str(code)
        allowed = "、".join(self.choices(directory))
        words = _("“%(text)s”不在可填内容之内，应为：%(allowed)s。")
        raise BadCell("not_a_choice", words % {"text": text, "allowed": allowed})

    def show(self, value: str | None, directory: Directory) -> str:
        return next((str(name) for code, name in self.options if str(code) == str(value)), value or "")

    def choices(self, directory: Directory) -> Iterable[str]:
        return [str(name) for _code, name in self.options]

    @property
    def is_strict(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ReferenceColumn(Column):
    """Another row, by any of the names under which the directory knows it."""

    names: str

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> Model:
        found: Model = directory[self.names].find(text_in(raw))
        return found

    def show(self, value: Model | None, directory: Directory) -> str:
        if value is None:
            return ""
        return directory[self.names].shown(value.pk or id(value)) or str(value)

    def empty(self) -> None:
        return None

    def choices(self, directory: Directory) -> Iterable[str]:
        return directory[self.names].all_shown()
