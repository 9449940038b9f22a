"""Who hears of a rung: the tree, the rosters, the roles at the centre; and when nobody does."""

from datetime import timedelta

import pytest

from deadlines.hearers import Hearer, hearers_for
from deadlines.recipients import USUAL, Recipient
from deadlines.rung_actions import RungAction
from organizations.models import DutyPost, DutyShift
from organizations.roles import Role
from tests import make
from tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make.organization("district_centre")


@pytest.fixture
def unit(centre):
    return make.organization(parent=centre)


def on_duty(organization, post=DutyPost.ON_DUTY, *, hours=(-1, 1)) -> Hearer:
    person = make.user(organization)
    since, until = (NOON + timedelta(hours=h) for h in hours)
    DutyShift.objects.create(organization=organization, post=post, person=person, starts_at=since, ends_at=until)
    return Hearer(organization.pk, person.pk)


def found(holder, *recipients):
    told = hearers_for([holder.pk], recipients, at=NOON).of(holder, recipients)
    return (list(told.hearers), list(told.unheard))


def test_every_action_has_its_usual_recipients_and_the_holder_is_always_among_them():
    assert set(USUAL) == set(RungAction)
    assert all(Recipient.HOLDER in told for told in USUAL.values())


def test_the_holder_hears_as_a_whole_and_its_person_on_duty_by_name(unit):
    person = on_duty(unit)
    assert found(unit, Recipient.HOLDER, Recipient.HOLDER_DUTY) == ([Hearer(unit.pk), person], [])


def test_a_unit_without_a_roster_hears_as_a_whole_and_nobody_is_missed(unit):
    assert found(unit, Recipient.HOLDER, Recipient.HOLDER_DUTY) == ([Hearer(unit.pk)], [])


def test_a_gap_in_a_roster_is_missed(unit, centre):
    on_duty(unit, hours=(-10, -5))
    on_duty(centre, hours=(-10, -5))
    both = (Recipient.HOLDER_DUTY, Recipient.SUPERIOR_DUTY)
    assert found(unit, *both) == ([], list(both))


def test_the_superior_hears_with_its_person_on_duty(unit, centre):
    person = on_duty(centre)
    assert found(unit, Recipient.SUPERIOR, Recipient.SUPERIOR_DUTY) == ([Hearer(centre.pk), person], [])


def test_nobody_above_is_missed_except_above_the_centre(centre):
    alone = make.organization()
    assert found(alone, Recipient.SUPERIOR, Recipient.SUPERIOR_DUTY) == ([], [Recipient.SUPERIOR])
    assert found(centre, Recipient.SUPERIOR) == ([], [])


@pytest.mark.parametrize(
    ("recipient", "post", "role"),
    [
        (Recipient.SUPERVISION, DutyPost.ON_DUTY, Role.DUTY_SUPERVISOR),
        (Recipient.LEADER, DutyPost.LEADER, Role.LEADER),
    ],
)
def test_at_the_centre_the_roster_goes_before_the_role(unit, centre, recipient, post, role):
    assert found(unit, recipient) == ([], [recipient])
    holders = [Hearer(centre.pk, make.user(centre, role).pk) for _ in range(2)]
    assert found(unit, recipient) == (holders, [])
    assert found(unit, recipient) == (holders, [])
    person = on_duty(centre, post)
    assert found(unit, recipient) == ([person], [])


def test_a_closed_unit_hears_nothing_and_is_missed(unit):
    unit.is_active = False
    assert found(unit, Recipient.HOLDER) == ([], [Recipient.HOLDER])


def test_the_centre_is_known_even_where_holders_alone_are_meant(unit, centre):
    """It hears of a holder that is not there any more."""
    assert hearers_for([unit.pk], [Recipient.HOLDER], at=NOON).centre_id == centre.pk


def test_whoever_is_meant_twice_hears_once(centre):
    person = on_duty(centre)
    assert found(centre, Recipient.HOLDER_DUTY, Recipient.SUPERVISION) == ([person], [])


def test_holders_alone_cost_one_statement_and_everybody_seven(unit, centre, django_assert_num_queries):
    others = [unit, *(make.organization(parent=centre) for _ in range(20))]
    with django_assert_num_queries(1):
        hearers_for([one.pk for one in others], [Recipient.HOLDER], at=NOON)
    with django_assert_num_queries(6):  # nobody is on duty, so nobody can be absent
        hearers_for([one.pk for one in others], list(Recipient), at=NOON)
