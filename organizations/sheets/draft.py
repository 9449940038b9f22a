"""A file laid over the stored rows, without writing anything: each row as it would be, each cell that is wrong."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from kernel.actors import Actor
from organizations.permissions import may, table
from organizations.sheets.cells import BadCell, text_in
from organizations.sheets.columns import Column
from organizations.sheets.constraints import broken_checks, collisions
from organizations.sheets.reading import SheetFile
from organizations.sheets.remarks import CellChange, CellError, Plan, RowChange
from organizations.sheets.sheet import Entry, Sheet

M = TypeVar("M", bound=Model)


class Draft(Generic[M]):
    """`finals` are all rows of the kind as they would stand: those the file leaves alone, changes and adds.

    `derived` names columns that follow from others, and the rows, in the file or not, in which they thereby change.
    """

    def __init__(self, sheet: Sheet[M], file: SheetFile, *, actor: Actor, stored: Sequence[M]) -> None:
        self.sheet, self.file, self.actor = sheet, file, actor
        self.stored = list(stored)
        self.directory = sheet.directory(self.stored)
        self.index = sheet.index(self.stored)
        self.errors: list[CellError] = list(file.errors)
        self.entries: list[Entry[M]] = [Entry(row.number, row.raw) for row in file.rows]
        self._first_of_key: dict[Any, Entry[M]] = {}
        self._of_target: dict[int, Entry[M]] = {}
        self._final_by_pk: dict[Any, M] = {}
        self.finals: list[M] = []
        self.derived: dict[str, list[M]] = {}
        if not file.errors:
            self._build()

    def wrong(self, entry: Entry[M], field: str, code: str, message: str) -> None:
        """Notes an error at the column's cell; a column that the file doesn't have is told at the row's first key."""
        entry.is_wrong = True
        here = field if field in self.file.letters else self.sheet.key[0]
        address, heading = self.file.address(here, entry.number), self.sheet.column(here).heading
        self.errors.append(CellError(entry.number, address, heading, code, message))

    @property
    def touched(self) -> list[Entry[M]]:
        return [entry for entry in self.entries if entry.is_touched and not entry.is_wrong]

    def entry_of(self, target: M) -> Entry[M] | None:
        """The row of the file that makes this final row what it is."""
        return self._of_target.get(id(target))

    def final(self, obj: M) -> M:
        """A stored row as it would be."""
        return self._final_by_pk.get(obj.pk, obj) if obj.pk is not None else obj

    def _build(self) -> None:
        for entry in self.entries:
            self._read(entry, [self.sheet.column(name) for name in self.sheet.key])
            if not entry.is_wrong:
                self._meet(entry)
        self._final_by_pk |= {e.stored.pk: e.target for e in self.entries if e.stored is not None and e.target}
        others = [c for c in self.sheet.columns if c.field not in self.sheet.key and not c.is_shown_only]
        for entry in self.entries:
            self._read(entry, others)
            if not entry.is_wrong:
                self._lay(entry)
        self.finals = [self.final(obj) for obj in self.stored]
        self.finals += [entry.target for entry in self.touched if entry.stored is None and entry.target is not None]
        self.sheet.prepare(self)
        self._check()

    def _read(self, entry: Entry[M], columns: Sequence[Column]) -> None:
        for column in columns:
            if column.field in entry.raw:
                try:
                    self._read_cell(entry, column)
                except BadCell as bad:
                    self.wrong(entry, column.field, bad.code, bad.message)

    def _read_cell(self, entry: Entry[M], column: Column) -> None:
        raw = entry.raw[column.field]
        if text_in(raw):
            entry.values[column.field] = column.read(raw, self.directory, entry.values)
        elif column.required:
            raise BadCell("required", _("此格必填。"))
        elif column.is_kept_when_empty:
            return
        elif column.default is None:
            entry.values[column.field] = column.empty()
        elif entry.stored is None:
            entry.values[column.field] = column.default

    def _meet(self, entry: Entry[M]) -> None:
        """Finds the stored row that this row of the file means, or makes a new one."""
        missing = self._missing_of_key(entry)
        if missing:
            words = _("“%(heading)s”留空的行须有这些列：%(missing)s。")
            facts = {"heading": self.sheet.column(self.sheet.identity).heading, "missing": missing}
            self.wrong(entry, self.sheet.identity, "missing_column", words % facts)
            return
        key = self.sheet.key_of(entry.values)
        entry.stored = self.index.get(key)
        # Two keys may mean the same stored row.
        first = self._first_of_key.setdefault(key if entry.stored is None else entry.stored.pk, entry)
        if first is not entry:
            sentence = _("与第 %(row)s 行是同一条，一个文件中只能出现一次。") % {"row": first.number}
            self.wrong(entry, self.sheet.key[0], "duplicate_in_file", sentence)
            return
        entry.target = self._new_target() if entry.stored is None else copy.copy(entry.stored)
        self._of_target[id(entry.target)] = entry
        if entry.stored is None:
            for name in self.sheet.key:
                if name in entry.values:
                    self.sheet.column(name).set(entry.target, entry.values[name])
            self.sheet.introduce(self, entry)

    def _missing_of_key(self, entry: Entry[M]) -> str:
        """The columns by which this row would be found, had the file got them; none are needed beside its identity."""
        if not self.sheet.identity or entry.values.get(self.sheet.identity) is not None:
            return ""
        needed = [name for name in self.sheet.key if name != self.sheet.identity and name not in entry.raw]
        return "、".join(self.sheet.column(name).heading for name in needed)

    def _new_target(self) -> M:
        made: Any = self.sheet.model()
        target: M = made
        return target

    def _lay(self, entry: Entry[M]) -> None:
        """Writes the values into the row as it would be, and notes each cell that thereby changes."""
        target = entry.target
        if target is None:
            return
        for column in self.sheet.columns:
            is_fixed = entry.stored is not None and column.field in self.sheet.key and not self.sheet.identity
            if column.field not in entry.values or is_fixed:
                continue
            value = entry.values[column.field]
            before = None if entry.stored is None else column.get(entry.stored)
            if entry.stored is None or before != value:
                column.set(target, value)
                self._note(entry, column, before, value)
        if entry.stored is None:
            self._require(entry, self.sheet.key[0], self.sheet.add_right)

    def _note(self, entry: Entry[M], column: Column, before: Any, after: Any) -> None:
        shown = column.show(after, self.directory)
        if entry.stored is None and not shown:
            return
        if entry.stored is not None or column.right:
            self._require(entry, column.field, column.right or self.sheet.change_right)
        was = "" if entry.stored is None else column.show(before, self.directory)
        address = self.file.address(column.field, entry.number) if column.field in self.file.letters else ""
        entry.changes[column.field] = CellChange(address, column.heading, was, shown)

    def _require(self, entry: Entry[M], field: str, right: str) -> None:
        if not may(self.actor, right):
            words = _("您没有“%(right)s”的权限，不能改这一格。") % {"right": table()[right].name}
            self.wrong(entry, field, "not_allowed", words)

    def _check(self) -> None:
        for entry in self.touched:
            self._check_fields(entry)
        for entry, name in broken_checks(self.sheet.model, self.touched):
            self._blame(entry, name)
        for entry, name, other in collisions(self.sheet.model, self.touched, self.finals):
            self._blame(entry, name, beside=other)
        self.sheet.check(self)

    def _check_fields(self, entry: Entry[M]) -> None:
        """The model's own validation of single fields. What needs the database is checked for all rows together."""
        names = {f.name for f in self.sheet.model._meta.concrete_fields if not f.is_relation}
        ours = names & {column.field for column in self.sheet.columns}
        target: Any = entry.target
        try:
            target.clean_fields(exclude={f.name for f in self.sheet.model._meta.fields} - ours)
        except ValidationError as error:
            for field, sentences in error.message_dict.items():
                self.wrong(entry, field, "invalid", "".join(sentences))

    def _blame(self, entry: Entry[M], constraint: str, beside: M | None = None) -> None:
        field, sentence = self.sheet.sentences[constraint]
        message = str(sentence)
        if beside is not None:
            other = self.entry_of(beside)
            words = _("（与第 %(row)s 行）") if other else _("（与已有的“%(other)s”）")
            message += words % {"row": other.number if other else 0, "other": self.sheet.label(beside)}
        self.wrong(entry, field, constraint, message)

    def plan(self) -> Plan:
        """The draft as it is told."""
        return Plan(
            kind=self.sheet.kind,
            digest=self.file.digest,
            read=len(self.entries),
            changes=tuple(self._told(self.touched)),
            wrong_rows=sum(entry.is_wrong for entry in self.entries),
            errors=tuple(sorted(self.errors, key=lambda error: error.row)),
            consequences=() if self.errors else tuple(self.sheet.consequences(self)),
        )

    def _told(self, entries: Sequence[Entry[M]]) -> Iterator[RowChange]:
        for entry in entries:
            obj = entry.stored or entry.target
            if obj is not None:
                yield RowChange(
                    entry.number, self.sheet.label(obj), entry.stored is None, tuple(entry.changes.values())
                )
