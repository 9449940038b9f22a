"""Administrators look up, rename and close areas; they never draw or recode them."""

from datetime import date

import pytest
from django.urls import reverse

from grid.models import Place
from grid.outline import outline_svg
from grid.queries import locate
from organizations.roles import Role
from tests import make
from tests.grid.make import make_mini_district

pytestmark = pytest.mark.django_db
# Signed in already: how people sign in is told elsewhere.
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def mini():
    return make_mini_district()


@pytest.fixture
def admin(client):
    client.force_login(make.user(make.organization(), Role.SYSTEM_ADMIN), backend=BACKEND)
    return client


def change(row):
    return reverse(f"admin:grid_{row._meta.model_name}_change", args=[row.pk])


def test_lists_open_and_search_by_code(admin, mini):
    for model in ("district", "street", "community", "unitgrid", "place"):
        assert admin.get(reverse(f"admin:grid_{model}_changelist")).status_code == 200
    page = admin.get(reverse("admin:grid_unitgrid_changelist"), {"q": mini.unit_grids[3].code}).content.decode()
    assert mini.unit_grids[3].code in page
    assert mini.unit_grids[4].code not in page


def test_a_renamed_community_is_found_by_its_new_name_and_keeps_its_code(admin, mini):
    community = mini.communities[0]
    facts = {"name": "新柳荫里社区", "code": "110107009009", "ended_on": ""}
    assert admin.post(change(community), facts).status_code == 302
    community.refresh_from_db()
    assert (community.name, community.code) == ("新柳荫里社区", "110107001001")
    assert locate(words="新柳荫里").community_id == community.pk


def test_an_end_in_the_future_is_shown_at_its_field(admin, mini):
    page = admin.post(change(mini.unit_grids[0]), {"name": "某网格", "ended_on": date(2999, 1, 1).isoformat()})
    assert "日期不能晚于今天" in page.content.decode()


def test_areas_are_neither_added_nor_deleted_by_hand(admin, mini):
    assert admin.get(reverse("admin:grid_street_add")).status_code == 403
    assert (
        admin.post(reverse("admin:grid_street_delete", args=[mini.streets[0].pk]), {"post": "yes"}).status_code == 403
    )


def test_a_place_is_added_corrected_and_removed(admin, mini):
    middle = mini.point_in(mini.unit_grids[2])
    facts = {"name": "红星桥", "kind": "bridge", "lon": middle.lon, "lat": middle.lat}
    assert admin.post(reverse("admin:grid_place_add"), facts).status_code == 302
    place = Place.objects.get(name="红星桥")
    assert locate(words="红星桥").unit_grid_id == mini.unit_grids[2].pk
    admin.post(change(place), facts | {"name": "蓝星桥"})
    assert locate(words="蓝星桥").unit_grid_id == mini.unit_grids[2].pk
    admin.post(reverse("admin:grid_place_delete", args=[place.pk]), {"post": "yes"})
    assert locate(words="蓝星桥").grid_code == ""


def test_places_are_removed_in_bulk_too(admin, mini):
    chosen = {"action": "delete_selected", "_selected_action": [mini.crossing.pk], "post": "yes"}
    assert admin.post(reverse("admin:grid_place_changelist"), chosen).status_code == 302
    assert locate(words="柳荫路与松涛路交口").grid_code == ""


def test_the_outline_is_drawn_without_a_style(mini):
    svg = outline_svg(mini.unit_grids[0].shape)
    assert svg.startswith("<svg")
    assert svg.count("L") == 4
    assert "style" not in svg
