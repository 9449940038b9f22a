"""A sheet describes one kind of configuration: its columns, how a row is found again, what must hold, how it is
written. Nothing is ever deleted by a file: who is to go is retired in a column of his own row."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from kernel.actors import Actor
from organizations.permissions import may, require
from organizations.sheets.columns import Column, Directory
from organizations.sheets.remarks import CellChange

if TYPE_CHECKING:
    from organizations.sheets.draft import Draft

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Entry(Generic[M]):
    """One row of a file on its way: what was read, the stored row it means, and the row as it would be."""

    number: int
    raw: Mapping[str, object]
    values: dict[str, Any] = field(default_factory=dict)
    stored: M | None = None
    target: M | None = None
    changes: dict[str, CellChange] = field(default_factory=dict)
    is_wrong: bool = False

    @property
    def is_touched(self) -> bool:
        return self.target is not None and (self.stored is None or bool(self.changes))


class Sheet(Generic[M]):
    """Subclasses name the columns and the rights; `sentences` gives, for each constraint of the model that these
    columns can break, the column to blame and what to say. `identity` is a column of `key` that alone is enough to
    find a row, whose other key columns may then change."""

    kind: ClassVar[str]
    title: ClassVar[str | Promise]
    about: ClassVar[str | Promise] = ""
    model: ClassVar[type[Model]]
    columns: ClassVar[Sequence[Column]]
    key: ClassVar[Sequence[str]]
    identity: ClassVar[str] = ""
    tree_field: ClassVar[str] = ""
    view_right: ClassVar[str]
    add_right: ClassVar[str]
    change_right: ClassVar[str]
    sentences: ClassVar[Mapping[str, tuple[str, str | Promise]]] = {}

    def require_export(self, actor: Actor) -> None:
        """Raises NotAllowed: whoever may look at the list may take it away."""
        require(actor, self.view_right)

    def may_import(self, actor: Actor) -> bool:
        return any(may(actor, right) for right in self._import_rights())

    def require_import(self, actor: Actor) -> None:
        """Raises NotAllowed to whom no column is open. Each changed cell is asked for again when it is read."""
        if not self.may_import(actor):
            require(actor, self.change_right)

    def _import_rights(self) -> set[str]:
        return {self.add_right, self.change_right} | {column.right for column in self.columns if column.right}

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.field == name)

    def stored(self) -> QuerySet[M]:
        """Every row there is, with what its columns show."""
        raise NotImplementedError

    def directory(self, stored: Sequence[M]) -> Directory:
        """The names of whatever a row may point at."""
        return {}

    def key_of(self, values: Mapping[str, Any]) -> Hashable:
        """How a row is found again; `values` holds at least the columns of `key`."""
        return tuple(_hashable(values[name]) for name in self.key)

    def key_of_row(self, obj: M) -> Hashable:
        return self.key_of({name: self.column(name).get(obj) for name in self.key})

    def index(self, stored: Sequence[M]) -> dict[Hashable, M]:
        return {self.key_of_row(obj): obj for obj in stored}

    def introduce(self, draft: "Draft[M]", entry: Entry[M]) -> None:
        """Called for every new row before the others are read, so that they can name it."""

    def label(self, obj: M) -> str:
        return str(obj)

    def prepare(self, draft: "Draft[M]") -> None:
        """Fills in what follows from the columns, before anything is checked."""

    def check(self, draft: "Draft[M]") -> None:
        """What must hold beyond single cells and constraints: told with `draft.wrong`."""

    def consequences(self, draft: "Draft[M]") -> Iterable[str]:
        """Sentences on what else happens, shown before anything is written."""
        return ()

    def write(self, draft: "Draft[M]", *, actor: Actor, now: datetime, address: str) -> None:
        """Writes the touched rows with their audit, inside the caller's transaction."""
        raise NotImplementedError


def _hashable(value: Any) -> Hashable:
    if isinstance(value, Model):
        return value.pk or ("new", id(value))
    return value.lower() if isinstance(value, str) else value
