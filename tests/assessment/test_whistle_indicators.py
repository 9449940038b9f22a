"""Each indicator of whistles against its plain recomputation, over random histories."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.assessment import making, whistles
from tests.assessment.oracle import View
from tests.assessment.test_indicators import undone

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def units(town):
    return [town.department, make.organization(parent=town.centre), make.organization(parent=town.centre)]


@pytest.mark.parametrize("kind", ["street", "department"])
@SLOW
@given(found=st.lists(whistles.whistles(), max_size=6))
def test_the_facts_are_those_of_a_plain_recomputation(kind, town, units, found):
    rules = whistles.indicators(kind)
    with undone():
        whistles.write(found, offices=town.streets, units=units)
        done = making.settled(making.scheme(*rules, kind=kind))
        days = done.settlement.period.days
        view = View(days.starts_at, days.ends_at, kind, [o.code for o in town.streets], [o.code for o in units])
        for code, rule in rules.items():
            expected = {row for blown in found for row in rule(blown, view)}
            assert making.facts_of(done.run, code) == expected, code
