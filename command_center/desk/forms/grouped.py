"""A select whose options stand in groups, so that four hundred of them can be read."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import ModelChoiceIterator


class _Grouped(ModelChoiceIterator):
    """Options under the name of what `by` points to; the rows come sorted by it."""

    field: "GroupedChoiceField"

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for group, rows in groupby(self.queryset, key=self.field.group_of):
            yield (group, [self.choice(row) for row in rows])


class GroupedChoiceField(forms.ModelChoiceField):
    iterator = _Grouped

    def __init__(self, *args: Any, by: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def group_of(self, row: Model) -> str:
        display = getattr(row, f"get_{self.by}_display", None)
        return str(display() if display else getattr(row, self.by) or "")

    def label_from_instance(self, obj: Any) -> str:
        return str(getattr(obj, "name", obj))
