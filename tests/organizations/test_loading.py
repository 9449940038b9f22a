import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from grid.models import Community, Street
from kernel.errors import Refused
from organizations.actions.load_organizations import DEPARTMENTS, Loaded, load_organizations
from organizations.models import Organization, User
from organizations.roles import OrganizationKind
from tests.grid.make import make_mini_district
from tests.organizations.conftest import CONSOLE, NOW, PASSWORD

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "shijingshan_departments.csv"
LISTED = 40


@pytest.fixture
def district(db):
    return make_mini_district()


def load() -> Loaded:
    return load_organizations(actor=CONSOLE, now=NOW)


def test_areas_and_table_become_a_tree(district):
    assert load() == Loaded(total=LISTED + 6, added=LISTED + 6, changed=0)
    centre = Organization.objects.get(kind=OrganizationKind.DISTRICT_CENTRE)
    for street in Street.objects.all():
        office = Organization.objects.get(code=street.code)
        assert (office.street, office.parent, office.name) == (street, centre, f"{street.name}办事处")
    for community in Community.objects.all():
        assert Organization.objects.get(community=community).parent.street == community.street
    departments = Organization.objects.filter(kind=OrganizationKind.DEPARTMENT)
    assert (departments.count(), departments.exclude(parent=centre).count()) == (38, 0)


def test_loading_again_changes_nothing(district):
    load()
    assert load() == Loaded(total=LISTED + 6, added=0, changed=0)


def test_loading_again_mends_what_differs_and_leaves_the_retired(district):
    load()
    Organization.objects.filter(code="D11").update(short_name="旧名", is_active=False)
    assert load().changed == 1
    mended = Organization.objects.get(code="D11")
    assert (mended.short_name, mended.is_active) == ("城市管理委", False)


def test_grid_comes_first(db):
    with pytest.raises(Refused) as refusal:
        load()
    assert refusal.value.code == "grid_is_empty"
    with pytest.raises(CommandError, match="网格"):
        call_command("load_organizations")


def test_departments_of_the_district_are_all_there():
    if not REAL.exists():
        pytest.skip("the public table of departments lies beside the project, not in it")
    with REAL.open(encoding="utf-8-sig") as real, DEPARTMENTS.open(encoding="utf-8") as ours:
        wanted = {row["short_name"] for row in csv.DictReader(real) if row["kind"] == "区政府部门"}
        assert wanted <= {row["short_name"] for row in csv.DictReader(ours)}


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "street"}, "street_office_has_its_street"),
        ({"kind": "community"}, "community_has_its_area_and_street"),
        ({"kind": "district_centre"}, "district_has_one_centre"),
    ],
)
def test_database_keeps_the_tree_in_shape(centre, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Organization.objects.create(code="X", name="X", short_name="X", **columns)


def test_department_has_no_area(centre, district):
    street = Street.objects.earliest("code")
    with pytest.raises(IntegrityError, match="only_street_and_community_have_an_area"), transaction.atomic():
        Organization.objects.create(kind="department", code="X", name="X", short_name="X", street=street)


def test_first_administrators_come_from_the_command_line(db, monkeypatch, capsys):
    monkeypatch.setenv("CENTER_NEW_PASSWORD", PASSWORD)
    call_command("create_user", "guan", "--display-name", "管理员", "--role", "system_admin")
    assert User.objects.get().roles == {"system_admin"}
    assert capsys.readouterr().out.strip() == "guan: system_admin"
    with pytest.raises(CommandError, match="互斥"):
        call_command("create_user", "an", "--display-name", "安", "--role", "security_admin", "--role", "audit_admin")
    assert User.objects.count() == 1
