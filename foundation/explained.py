"""Fields of an admin form explained where the form is declared: what to fill in, with an example."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.http import HttpRequest
from django.utils.functional import Promise

# What to write below each field, by its name.
HelpTexts = Mapping[str, str | Promise]


class ExplainedFields(BaseModelAdmin):
    """Put before an admin or inline class: `help_texts` by field, for those whose model says nothing or no example.

    Fields that a form declares itself bring their own.
    """

    help_texts: ClassVar[HelpTexts] = {}

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.help_texts:
            field.help_text = self.help_texts[db_field.name]
        return field
