"""Who sees a case: one condition, the ways one by one, and the audience of its news say the same."""

from itertools import product

import pytest
from django.db import connection

from cases.actions.dispatch import dispatch
from cases.models import Case, CaseParty
from cases.queries.visibility import audiences_of, sight_of, visible_to
from foundation.pages import Ordering, keyset_page
from kernel.actors import Actor, ActorKind
from organizations.models import Organization
from tests import make

CENTRE = Actor.system("tests", "测试")
ORDERINGS = (Ordering("due_at", nullable=True), Ordering("-received_at"))


def client(organization: Organization) -> Actor:
    return Actor(ActorKind.CLIENT, str(organization.pk), "接口", organization.pk, scopes=frozenset({"cases:read"}))


@pytest.fixture
def cases(town):
    """Everybody leads, assists, supervises or has sent one, in an area, in none."""
    units = [*town.streets[:2], *Organization.objects.filter(kind=Organization.Kind.DEPARTMENT)[:2]]
    for unit, part in product(units, (None, CaseParty.Part.ASSISTING, CaseParty.Part.SUPERVISING)):
        case = make.case(sender=town.city)
        if part is not None:
            CaseParty.objects.create(case=case, organization=unit, part=part)
    for unit in units:
        dispatch(make.case(sender=town.city).pk, target=unit, actor=CENTRE, now=make.MORNING)
    Case.objects.filter(pk=Case.objects.latest("pk").pk).update(due_at=None, warn_at=None)
    return list(Case.objects.select_related("street", "community"))


def pages(actor: Actor, ordering: Ordering) -> list[int]:
    """Keys of all pages of two rows, one after another."""
    found, cursor, ways = [], None, sight_of(actor).ways
    while True:
        page = keyset_page(Case.objects.all(), ordering=ordering, cursor=cursor, limit=2, ways=ways)
        found += [case.pk for case in page.rows]
        if page.next is None:
            return found
        cursor = page.next


def test_pages_visibility_and_audience_say_the_same_of_everybody(cases):
    audiences = audiences_of(cases)
    for organization in Organization.objects.all():
        actor = client(organization)
        told = {case.pk for case in cases if organization.pk in audiences[case.pk]}
        assert set(visible_to(actor).values_list("pk", flat=True)) == told
        for ordering in ORDERINGS:
            walked = pages(actor, ordering)
            assert (set(walked), len(walked)) == (told, len(told))


def test_whoever_sees_nothing_has_an_empty_page(cases):
    nobody = Actor(ActorKind.USER, "1", "无角色")
    page = keyset_page(Case.objects.all(), ordering=ORDERINGS[0], cursor=None, limit=2, ways=sight_of(nobody).ways)
    assert (page.rows, page.next, page.previous) == ([], None, None)


def test_each_way_of_a_street_walks_its_index(town):
    ways = sight_of(client(town.streets[0])).ways
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plans = [Case.objects.filter(way).order_by("-received_at", "-id")[:51].explain() for way in ways]
    wanted = ["case_by_street_and_receipt", "case_by_lead_and_receipt", "case_by_sender", "party_beside_lead"]
    assert [name in plan for name, plan in zip(wanted, plans, strict=True)] == [True] * 4
