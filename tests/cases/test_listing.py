"""A row of the list says what the whole case says; and the list's page is what its reader sees, whoever reads."""

import pytest

from cases.actions.dispatch import dispatch
from cases.api.listing import for_list, listed
from cases.api.presenting import small
from cases.models import Case
from cases.queries.reading import for_reading
from kernel.actors import Actor
from tests import make

CENTRE = Actor.system("tests", "测试")


@pytest.fixture
def cases(town):
    bare = make.case(sender=town.city)
    sent = make.case(sender=town.city, category_code="030701")
    return bare, dispatch(sent.pk, target=town.streets[0], actor=CENTRE, now=make.MORNING)


def test_a_row_of_the_list_says_what_the_whole_case_says(cases):
    rows = {case.pk: listed(case, now=make.NOON) for case in for_list(Case.objects.all())}
    assert rows == {case.pk: small(case, now=make.NOON) for case in for_reading(Case.objects.all())}


def test_a_row_of_the_list_asks_nothing_of_its_own(cases, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [listed(case, now=make.NOON) for case in for_list(Case.objects.all())]
