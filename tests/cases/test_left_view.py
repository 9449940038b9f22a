"""A street that loses a case out of sight is told so, once, and nothing else."""

from cases.actions.locate import locate
from cases.rules.orders import Whereabouts
from notices.feed import Place, read_feed
from notices.sequencer import sequence_all
from organizations.roles import Role
from tests import make


def told(organization):
    sequence_all(now=make.NOON)
    return [change.kind for change in read_feed(organization.pk, after=Place(0), limit=100).changes]


def test_a_street_hears_that_a_case_lies_elsewhere(town):
    first, second = town.streets
    case = make.case(sender=town.city, whereabouts=Whereabouts(street=first.short_name))
    dispatcher = make.person(town.centre, Role.DISPATCHER)
    locate(case.pk, whereabouts=Whereabouts(street=second.short_name), actor=dispatcher, now=make.NOON)
    assert told(first) == ["case.received", "case.left_view"]
    assert told(second) == ["case.located"]
    assert told(town.centre) == ["case.received", "case.located"]
