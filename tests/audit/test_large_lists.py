"""Tables that grow without end are sorted by an index or not at all, and cost the same few statements."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseClock
from foundation.large_lists import SortedByIndex, indexed_columns
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.audit.test_admin_pages import administrator

LARGE = (
    "cases.Case", "cases.CaseClock", "cases.CaseEscalation", "notices.OutboxEntry", "notices.Notice",
    "notices.Delivery", "organizations.AuditEntry", "deadlines.ClockMove", "grid.Component",
)  # fmt: skip
MOST_STATEMENTS = 6


@pytest.mark.parametrize("label", LARGE)
def test_whatever_the_address_asks_for_only_an_index_sorts(town, label):
    model = apps.get_model(label)
    page = admin.site._registry[model]
    assert isinstance(page, SortedByIndex)
    request = RequestFactory().get("/")
    request.user = make.user(town.centre, Role.AUDIT_ADMIN if model is AuditEntry else Role.SYSTEM_ADMIN)
    request.actor = request.user.actor
    by_index = {sign + name for name in indexed_columns(model) | {"pk"} for sign in ("", "-")}
    usual = (page.ordering or model._meta.ordering)[0]
    for number in range(len(page.get_list_display(request)) + 1):
        request.GET = QueryDict(f"o=-{number}")
        shown = page.get_changelist_instance(request)
        assert shown.get_ordering(request, shown.root_queryset)[0] in by_index | {usual}, number


def test_the_columns_that_offer_it(town):
    request = RequestFactory().get("/")
    assert admin.site._registry[Case].get_sortable_by(request) == ["case_no", "received_at", "due"]
    assert admin.site._registry[CaseClock].get_sortable_by(request) == []
    assert admin.site._registry[AuditEntry].get_sortable_by(request) == ["at"]


@pytest.mark.parametrize("label", LARGE)
def test_a_large_list_costs_few_statements(town, label):
    for _ in range(5):
        make.case(sender=town.city)
    model = apps.get_model(label)
    browser = administrator(town, Role.AUDIT_ADMIN if model is AuditEntry else Role.SYSTEM_ADMIN)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) <= MOST_STATEMENTS, [q["sql"][:150] for q in asked]
