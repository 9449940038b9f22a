import pytest

from grid.models import Community, Street
from kernel.actors import Actor, ActorKind
from organizations.models import Organization
from organizations.queries import superiors_of
from organizations.roles import OrganizationKind, Role
from organizations.visibility import NOTHING, Scope, scope_of
from tests.grid.make import make_mini_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(centre) -> Organization:
    make_mini_district()
    street = Street.objects.earliest("code")
    return Organization.objects.create(
        kind=OrganizationKind.STREET, code="S1", name="街道办", short_name="街道", street=street, parent=centre
    )


@pytest.fixture
def community(office) -> Organization:
    area = Community.objects.filter(street=office.street).earliest("code")
    return Organization.objects.create(
        kind=OrganizationKind.COMMUNITY, code="C1", name="居委会", short_name="社区", community=area, parent=office
    )


def person(organization: Organization | None, *roles: Role) -> Actor:
    pk = organization.pk if organization else None
    return Actor(ActorKind.USER, "1", "某人", pk, roles=frozenset(roles))


def client(organization: Organization) -> Actor:
    return Actor(ActorKind.CLIENT, "1", "接口", organization.pk, scopes=frozenset({"cases:read"}))


def own(organization: Organization, **area: tuple[int, ...]) -> Scope:
    return Scope(organization_ids=frozenset({organization.pk}), **area)


def test_centre_sees_all_by_role_and_by_client(centre):
    everything = Scope(all=True, organization_ids=frozenset({centre.pk}))
    assert [scope_of(a) for a in (person(centre, Role.DISPATCHER), client(centre))] == [everything] * 2


def test_inspector_of_the_centre_sees_what_concerns_the_centre(centre):
    assert scope_of(person(centre, Role.INSPECTOR)) == own(centre)


def test_street_and_community_see_their_area(office, community):
    assert scope_of(person(office, Role.STREET_OPERATOR)) == own(office, street_ids=(office.street_id,))
    assert scope_of(client(office)) == own(office, street_ids=(office.street_id,))
    assert scope_of(person(community, Role.COMMUNITY_WORKER)) == own(community, community_ids=(community.community_id,))


def test_department_and_city_have_no_area(department):
    city = Organization.objects.create(kind=OrganizationKind.CITY, code="CITY", name="热线", short_name="热线")
    assert scope_of(person(department, Role.DEPARTMENT_OFFICER)) == own(department)
    assert scope_of(client(city)) == own(city)


def test_administrators_and_people_without_a_role_see_nothing(centre):
    assert [scope_of(person(centre, r)) for r in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)] == [NOTHING, NOTHING]
    assert [scope_of(person(centre)), scope_of(person(None, Role.LEADER))] == [NOTHING, NOTHING]


def test_organization_out_of_use_sees_nothing(department):
    Organization.objects.filter(pk=department.pk).update(is_active=False)
    assert scope_of(client(department)) == NOTHING


def test_system_sees_all_without_asking(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scope_of(Actor.system("sweep", "时限巡查")) == Scope(all=True)


def test_superiors_are_found_along_the_tree(centre, office, community):
    assert superiors_of([centre.pk, office.pk, community.pk]) == {office.pk: centre.pk, community.pk: office.pk}
