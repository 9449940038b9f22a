"""Every field that an administrator fills in is explained in Chinese and by an example, every box by what it does."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from organizations.models import User
from organizations.roles import ADMINISTRATORS, Role
from tests import make

EXAMPLE = re.compile("(例如|比如|如) ")
SENTENCE = re.compile("[\u4e00-\u9fff]{6}")


def fields_of(model_admin: admin.ModelAdmin, user: User, user_shown: User) -> Iterator[tuple[str, forms.Field]]:
    """The fields that this administrator may fill in: adding, changing, and in the rows inside."""
    request = RequestFactory().get("/")
    request.user = user
    row = user_shown if model_admin.model is User else model_admin.model()
    if model_admin.has_add_permission(request):
        yield from model_admin.get_form(request, None, change=False)().fields.items()
    if model_admin.has_change_permission(request, row):
        yield from model_admin.get_form(request, row, change=True)(instance=row).fields.items()
        for inline in model_admin.get_inline_instances(request, row):
            if inline.has_add_permission(request, row) or inline.has_change_permission(request, row):
                formset = inline.get_formset(request, row)
                yield from ((name, one) for name, one in formset.form().fields.items() if name != formset.fk.name)


def is_explained(field: forms.Field) -> bool:
    said = str(field.help_text)
    return bool((SENTENCE if isinstance(field, forms.BooleanField) else EXAMPLE).search(said))


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_every_field_is_explained_by_an_example(town, role: Role):
    user, shown = make.user(town.centre, role), make.user(town.centre, Role.DISPATCHER)
    missing = {
        f"{model._meta.label}.{name}": str(field.help_text)
        for model, model_admin in admin.site._registry.items()
        for name, field in fields_of(model_admin, user, shown)
        if not field.disabled and not is_explained(field)
    }
    assert missing == {}
