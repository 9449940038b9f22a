from datetime import date

import pytest

from cases.actions.dispatch_waiting import dispatch_waiting
from cases.models import CatalogueRule, Category
from cases.queries.filters import CaseFilter
from cases.queries.visibility import audience_of, visible_to
from cases.rules.orders import Whereabouts
from grid import index
from grid.models import Street
from organizations.roles import Role
from tests import make
from tests.make import MORNING


@pytest.fixture
def redrawn(town):
    """The first street is drawn anew: its row ends, another of the same code begins, the office moves to it."""
    old, office = town.area.streets[0], town.streets[0]
    Street.objects.filter(pk=old.pk).update(ended_on=date(2026, 1, 1))
    new = Street.objects.create(
        code=old.code, name=old.name, shape=old.shape, area_m2=old.area_m2, district=old.district,
        started_on=date(2026, 1, 1),
    )  # fmt: skip
    town.area.communities[0].__class__.objects.filter(street=old).update(street=new)
    office.street = new
    office.save()
    index.forget()
    return new


def test_a_street_still_sees_the_cases_of_its_old_borders(town, redrawn, request):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    case.street = town.area.streets[0]
    case.save()
    officer = make.person(town.streets[0], Role.STREET_OPERATOR)
    assert [c.pk for c in visible_to(officer)] == [case.pk]
    assert town.streets[0].pk in audience_of(case)
    assert CaseFilter({"street": redrawn.code}).qs.count() == 1


def test_a_rule_for_a_street_holds_after_it_was_redrawn(town, request):
    stall = Category.objects.get(code="030701")
    rule = CatalogueRule.objects.create(
        category=stall, street=town.area.streets[0], organization=town.department, valid_from="2020-01-01"
    )
    request.getfixturevalue("redrawn")
    case = make.case(sender=town.city, category_code="030701", whereabouts=Whereabouts(street="甲河街道"))
    assert dispatch_waiting(now=MORNING).dispatched == 1
    assert case.decisions.get().rule_id == rule.pk
