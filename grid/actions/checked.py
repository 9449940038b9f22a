"""What every dated row must pass before it is saved by hand."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid
from kernel.times import local_date


def check_dated(row: Model, *, now: datetime, message: str) -> None:
    """Raises Invalid, field by field; `message` says of what the row is one.

    What is in force is read without a clock, so that nothing may begin or end on a day to come.
    """
    for field in ("started_on", "ended_on"):
        day = getattr(row, field)
        if day is not None and day > local_date(now):
            in_future = _("日期不能晚于今天")
            raise Invalid(in_future, errors=[FieldError(field, "in_future", in_future)])
    try:
        row.full_clean()
    except ValidationError as error:
        fields = [FieldError(name, "invalid", text) for name, texts in error.message_dict.items() for text in texts]
        raise Invalid(message, errors=fields) from error
