import pytest

from foundation.stamps import read_stamp, steady
from organizations.models import Organization, OrganizationStamp
from organizations.queries import district_centre
from organizations.roll import current_roll
from tests import make


@pytest.fixture
def centre(db) -> Organization:
    return make.organization("district_centre", name="区指挥中心", short_name="指挥中心")


def test_the_organizations_are_read_once(centre, django_assert_num_queries):
    current_roll()
    with django_assert_num_queries(1):
        assert current_roll().by_id[centre.pk] == centre


@pytest.mark.parametrize("way", ["update", "save", "bulk"])
def test_whoever_changes_an_organization_is_noticed_at_once(centre, way):
    assert district_centre().short_name == "指挥中心"
    centre.short_name = "区中心"
    if way == "update":
        Organization.objects.filter(pk=centre.pk).update(short_name="区中心")
    elif way == "save":
        centre.save()
    else:
        Organization.objects.bulk_update([centre], ["short_name"])
    assert district_centre().short_name == "区中心"


def test_a_new_organization_is_noticed_at_once(centre):
    current_roll()
    assert make.organization(code="D1").pk in current_roll().by_id


def test_inside_a_steady_block_stamps_are_read_once(centre, django_assert_num_queries):
    before = read_stamp(OrganizationStamp)
    with django_assert_num_queries(1), steady(OrganizationStamp), steady(OrganizationStamp):
        assert [read_stamp(OrganizationStamp), read_stamp(OrganizationStamp)] == [before, before]
    Organization.objects.update(is_active=False)
    assert read_stamp(OrganizationStamp) != before
