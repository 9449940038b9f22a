"""Lists in the admin over tables of a million rows: sorted by what an index serves, and by nothing else."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import HttpRequest


class IndexedChangeList(ChangeList):
    """Columns that offer no sorting take none from the address either; Django would sort by whatever `o` names."""

    def get_ordering_field(self, field_name: Any) -> Any:
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None


class SortedByIndex(ModelAdmin):
    """Put before an admin class whose table grows without end."""

    def get_sortable_by(self, request: HttpRequest) -> Any:
        indexed = indexed_columns(self.model)
        names = [name for name in self.get_list_display(request) if isinstance(name, str)]
        return [name for name in names if self._order(name) in indexed]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return IndexedChangeList

    def _order(self, name: str) -> Any:
        """The column by which a column of the list is sorted."""
        shown = getattr(self, name, name)
        return getattr(shown, "admin_order_field", None) if callable(shown) else name


def indexed_columns(model: type[Model]) -> frozenset[str]:
    """Columns with a whole index of their own, or one with the key behind them. One of `(kind, at)` would not do: the
    rows of the first kind, perhaps half of the table, would be read before the first of them is shown."""
    key = model._meta.pk.name if model._meta.pk else ""
    plain: list[Any] = [field for field in model._meta.concrete_fields if not field.is_relation]
    ours = {field.name for field in plain if field.unique or field.db_index}
    for index in [*model._meta.indexes, *model._meta.constraints]:
        fields = [str(name).lstrip("-") for name in getattr(index, "fields", ())]
        if getattr(index, "condition", None) is None and fields and fields[1:] in ([], [key]):
            ours.add(fields[0])
    return frozenset(ours)
