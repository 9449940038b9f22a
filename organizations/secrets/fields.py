"""A model field whose value rests encrypted."""

from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from organizations.secrets.cipher import open_sealed, seal


class Secret(str):
    """The clear text as read from the database: a plain string, masked where logs and tracebacks show its repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('***')"


class _BlindInput(forms.TextInput):
    """Takes a new value and never sends the stored one to the browser."""

    def format_value(self, value: Any) -> None:
        return None


class BlindField(forms.CharField):
    """Empty keeps what is stored, a single hyphen clears it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


if TYPE_CHECKING:
    _Base = models.Field[str | None, str | None]
else:
    _Base = models.Field


class EncryptedTextField(_Base):
    """Text stored as bytes sealed by `cipher`. NULL stays NULL and "" stays empty: there is nothing to hide.

    It can only be asked `isnull`; to find a value, store a keyed hash beside it. Renaming the table or the column
    makes stored values unreadable, because the place is part of the seal.
    """

    description = "encrypted text"

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return super().get_db_prep_save(seal(value, place=self.place) if value else b"", connection)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        if value is None:
            return None
        sealed = bytes(value)
        return Secret(open_sealed(sealed, place=self.place)) if sealed else ""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse(lookup_name)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        self._refuse(lookup_name)

    def _refuse(self, lookup_name: str) -> NoReturn:
        raise FieldError(
            f"{self.model._meta.label}.{self.name} is encrypted and cannot be searched with {lookup_name!r}: "
            "store a keyed hash beside it (organizations.secrets.keyed_hash) and look that up"
        )

    def formfield(self, **kwargs: Any) -> Any:
        text = _("已保存的内容不显示。留空不改，填“-”清除。")
        defaults = {"form_class": BlindField, "widget": _BlindInput, "help_text": text, "required": False}
        return super().formfield(**{**kwargs, **defaults})

    def save_form_data(self, instance: Model, data: Any) -> None:
        if data:
            setattr(instance, self.attname, "" if data == "-" else data)
