"""Administrators keep categories, standards and the catalogue in the admin; processes hear of every change."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from cases.models import CatalogueRule, Category
from cases.queries.rulebook import current_rulebook
from kernel.times import SHANGHAI
from organizations.models import RoleGrant, User
from organizations.roles import Role
from tests.cases import rulebook_making as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)
PAGES = ["category", "categoryscheme", "filingstandard", "clocklimit", "cataloguerule"]


@pytest.fixture
def administrator(client):
    user = User.objects.create(username="admin1", display_name="管理员", organization=make.department("信息中心"))
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=NOW)
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", PAGES)
def test_the_pages_open_with_rows(administrator, model):
    top = make.category("01")
    make.standard(top, 4)
    CatalogueRule.objects.create(category=top, valid_from=make.FIRST_DAY, target_kind="territorial_street")
    for page in ("changelist", "add"):
        answer = administrator.get(reverse(f"admin:cases_{model}_{page}"), {"q": "01"} if page == "changelist" else {})
        assert answer.status_code == 200


def test_a_category_named_anew_names_all_below(administrator):
    top = make.category("01", name="旧名")
    below = make.category("0101", parent=top, name="下")
    facts = {"scheme": top.scheme_id, "kind": "event", "code": "01", "name": "新名", "level": 1, "is_active": "on"}
    answer = administrator.post(reverse("admin:cases_category_change", args=[top.pk]), facts)
    assert answer.status_code == 302
    assert Category.objects.get(pk=below.pk).path_name == "新名 / 下"


def test_an_overlapping_rule_is_refused_with_a_sentence(administrator):
    CatalogueRule.objects.create(valid_from=make.FIRST_DAY, target_kind="territorial_street")
    facts = {"valid_from": "2026-01-01", "only_days": "any", "target_kind": "territorial_street", "priority": 0,
             "version": 1, "is_active": "on"}  # fmt: skip
    answer = administrator.post(reverse("admin:cases_cataloguerule_add"), facts)
    assert "范围和有效期重叠" in answer.content.decode()


def test_deleting_rules_in_one_go_reaches_the_compiled_copy(administrator):
    for year in (2020, 2021):
        CatalogueRule.objects.create(
            valid_from=date(year, 1, 1), valid_to=date(year, 12, 31), target_kind="territorial_street"
        )
    assert len(current_rulebook().rule_rows) == 2
    facts = {"action": "delete_selected", "post": "yes",
             "_selected_action": list(CatalogueRule.objects.values_list("pk", flat=True))}  # fmt: skip
    administrator.post(reverse("admin:cases_cataloguerule_changelist"), facts)
    assert current_rulebook().rule_rows == {}
