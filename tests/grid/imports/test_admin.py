"""Administrators correct components and duty grids; they never place them."""

import pytest
from django.urls import reverse

from grid.models import Component, DutyGrid
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.grid.imports.make import component, duty_grid, run, write
from tests.grid.make import SIDE, SOUTH, WEST, squares

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def admin(client, mini, tmp_path):
    run(
        write(tmp_path / "c.geojson", [component(1, WEST + SIDE / 2, SOUTH + SIDE / 2)]),
        write(tmp_path / "d.geojson", [duty_grid("D1", *list(squares())[:2])]),
    )
    client.force_login(make.user(make.organization(), Role.SYSTEM_ADMIN), backend=BACKEND)
    return client


def test_lists_open_and_search(admin):
    for model, words in (("component", "1101070101000001"), ("dutygrid", "D1责任网格")):
        page = admin.get(reverse(f"admin:grid_{model}_changelist"), {"q": words})
        assert (page.status_code, words in page.content.decode()) == (200, True)
        assert admin.get(reverse(f"admin:grid_{model}_add")).status_code == 403


def test_a_component_is_corrected_and_the_change_audited(admin):
    row = Component.objects.get()
    facts = {"name": "污水井盖", "state": "破损", "code": "1", "lon": "1", "ended_on": ""}
    assert admin.post(reverse("admin:grid_component_change", args=[row.pk]), facts).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.state, row.code, row.lon) == ("污水井盖", "破损", "1101070101000001", WEST + SIDE / 2)
    assert row.changed_on is not None
    assert AuditEntry.objects.filter(kind="grid.component.changed").exists()


def test_a_duty_grid_gets_another_inspector(admin):
    row = DutyGrid.objects.get()
    facts = {"name": "一号", "inspector": "user:9", "ended_on": ""}
    assert admin.post(reverse("admin:grid_dutygrid_change", args=[row.pk]), facts).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.inspector, row.unit_grids.count()) == ("一号", "user:9", 2)


def test_an_end_in_the_future_is_shown_at_its_field(admin):
    row = DutyGrid.objects.get()
    url = reverse("admin:grid_dutygrid_change", args=[row.pk])
    page = admin.post(url, {"name": "一号", "ended_on": "2999-01-01"})
    assert "日期不能晚于今天" in page.content.decode()
