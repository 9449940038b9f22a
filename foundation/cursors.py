"""Orders that callers may ask for, and the signed marks that tell where a page begins."""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from foundation.errors import Malformed
from kernel.errors import FieldError


@dataclass(frozen=True, slots=True)
class Ordering:
    """One order the caller may ask for by `name` (`due_at`, `-received_at`); the field is a column of the model."""

    name: str
    nullable: bool = False

    @property
    def field(self) -> str:
        return self.name.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.name.startswith("-")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows, and which way to read from it; `value` is None among the empty rows."""

    ordering: str
    forward: bool
    value: str | None
    pk: str

    def encode(self) -> str:
        return signing.dumps([self.ordering, int(self.forward), self.value, self.pk], salt=__name__)

    @classmethod
    def decode(cls, text: str, *, ordering: Ordering) -> "Cursor":
        """Raises Malformed for what we never gave out, or gave out for another order."""
        try:
            name, forward, value, pk = signing.loads(text, salt=__name__)
        except (signing.BadSignature, ValueError, TypeError):
            raise malformed("cursor", _("页码标记无效，请从第一页重新开始。")) from None
        if name != ordering.name:
            raise malformed("cursor", _("页码标记属于另一种排序，请从第一页重新开始。"))
        return cls(ordering=name, forward=bool(forward), value=value, pk=pk)


def malformed(field: str, message: str) -> Malformed:
    """The error of one query parameter."""
    return Malformed(message, errors=[FieldError(field, "invalid", message)])
