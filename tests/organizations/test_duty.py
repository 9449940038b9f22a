"""值班表: who is on duty, who stands in, what is wrong with the roster ahead."""

from datetime import timedelta

import pytest
from django.test import Client

from organizations.duty import OnDuty, holders_of, on_duty, roster_flaws
from organizations.models import DutyAbsence, DutyPost, DutyShift, User
from organizations.roles import Role
from organizations.rosters import Gap, Turn, gaps, overlaps
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db
NIGHT = at("2026-02-13 22:00")


@pytest.fixture
def street():
    return make.organization("department", short_name="古城")


def shift(organization, person, since="2026-02-13 18:00", until="2026-02-14 09:00", **columns) -> DutyShift:
    facts = {"organization": organization, "person": person, "starts_at": at(since), "ends_at": at(until)}
    return DutyShift.objects.create(**(facts | columns))


def there(organization, when=NIGHT, post=DutyPost.ON_DUTY) -> list[OnDuty]:
    return list(on_duty([organization.pk], at=when).at(organization.pk, post))


def test_a_turn_holds_from_its_first_second_to_before_its_last(street):
    zhang = make.user(street)
    shift(street, zhang)
    on = [OnDuty(zhang.pk, street.pk)]
    hours = ("2026-02-13 17:59", "2026-02-13 18:00", "2026-02-14 08:59", "2026-02-14 09:00")
    assert [there(street, at(hour)) for hour in hours] == [[], on, on, []]


def test_the_stand_in_takes_over_from_whoever_is_away_closed_or_gone_elsewhere(street):
    zhang, li = make.user(street), make.user(street)
    turn = shift(street, zhang, stand_in=li)
    stand_in = [OnDuty(li.pk, street.pk, is_stand_in=True)]
    away = DutyAbsence.objects.create(person=zhang, starts_at=NIGHT, ends_at=NIGHT + timedelta(hours=1))
    assert (there(street), there(street, away.ends_at)) == (stand_in, [OnDuty(zhang.pk, street.pk)])
    away.delete()
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert there(street) == stand_in
    User.objects.filter(pk=zhang.pk).update(is_active=True, organization=make.organization())
    assert there(street) == stand_in
    User.objects.filter(pk=li.pk).update(is_active=False)
    assert (there(street), on_duty([street.pk], at=NIGHT).has_gap(street.pk, turn.post)) == ([], True)


def test_a_struck_turn_counts_for_nothing(street):
    shift(street, make.user(street), is_active=False)
    rosters = on_duty([street.pk], at=NIGHT)
    assert (rosters.at(street.pk, DutyPost.ON_DUTY), rosters.has_gap(street.pk, DutyPost.ON_DUTY)) == ((), False)


def test_a_roster_that_ran_out_is_missed_for_three_months_and_then_taken_as_given_up(street):
    shift(street, make.user(street))
    asked = [at(day) for day in ("2026-02-20 09:00", "2026-05-14 09:00", "2026-05-16 09:00")]
    assert [on_duty([street.pk], at=when).has_gap(street.pk, DutyPost.ON_DUTY) for when in asked] == [True, True, False]


def test_many_organizations_cost_the_same_three_statements(street, django_assert_num_queries):
    others = [street, *(make.organization() for _ in range(20))]
    for one in others:
        shift(one, make.user(one), stand_in=make.user(one))
    with django_assert_num_queries(3):
        rosters = on_duty([one.pk for one in others], at=NIGHT)
    assert len(rosters.people) == 21


def test_holders_of_a_role_are_those_who_may_still_sign_in(street):
    centre = make.organization("district_centre")
    leader = make.user(centre, Role.LEADER)
    make.user(centre, Role.LEADER, is_active=False)
    make.user(centre, Role.DISPATCHER)
    assert holders_of(Role.LEADER, centre.pk) == [OnDuty(leader.pk, centre.pk)]


DAY = at("2026-02-14 00:00")


def turn(first: int, last: int, who: str = "") -> Turn:
    return Turn(DAY + timedelta(hours=first), DAY + timedelta(hours=last), who)


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([(0, 24)], []),
        ([(0, 9), (9, 24)], []),
        ([(9, 24), (0, 12)], []),
        ([(0, 9), (18, 24)], [(9, 18)]),
        ([(0, 20), (2, 3)], [(20, 24)]),
        ([(-5, -1), (30, 40)], [(0, 24)]),
        ([], [(0, 24)]),
    ],
)
def test_gaps_are_what_no_turn_covers(turns, found):
    ahead = gaps([turn(*one) for one in turns], since=DAY, until=DAY + timedelta(hours=24))
    assert list(ahead) == [Gap(DAY + timedelta(hours=a), DAY + timedelta(hours=b)) for a, b in found]


def test_overlaps_name_both_turns_and_following_each_other_is_none():
    turns = [turn(0, 9, "张"), turn(9, 18, "李"), turn(17, 24, "王"), turn(20, 21, "赵")]
    assert [(o.first.who, o.second.who) for o in overlaps(turns)] == [("李", "王"), ("王", "赵")]


def test_flaws_are_told_for_rosters_that_are_kept(street):
    shift(street, make.user(street), "2026-02-13 18:00", "2026-02-20 18:00")
    make.organization()
    (flaws,) = roster_flaws(now=NIGHT)
    assert flaws.gaps == (Gap(at("2026-02-20 18:00"), NIGHT + timedelta(days=14)),)


@pytest.fixture
def browser():
    client = Client()
    home = make.organization("district_centre")
    client.force_login(make.user(home, Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_says_what_is_wrong_and_hides_telephone_numbers(browser, street):
    since = make.NOON.replace(year=2040)
    for hours in (0, 5):
        begins = since + timedelta(hours=hours)
        person = make.user(street, display_name=f"张{hours}", phone="19900007777")
        DutyShift.objects.create(
            organization=street, person=person, starts_at=begins, ends_at=begins + timedelta(hours=10)
        )
    text = browser.get("/admin/organizations/dutyshift/").content.decode()
    for shown in ("无人值班", "张0 与 张5 的班次", "199****7777"):
        assert shown in text
    assert "19900007777" not in text


def test_the_list_of_many_costs_the_same_statements(browser, street, django_assert_max_num_queries):
    for _ in range(20):
        shift(make.organization(), make.user(street))
    with django_assert_max_num_queries(10):
        assert browser.get("/admin/organizations/dutyshift/").status_code == 200


def test_a_person_of_elsewhere_is_refused_and_nothing_can_be_deleted(browser, street):
    stranger = make.user(make.organization())
    facts = {"organization": street.pk, "post": "on_duty", "person": stranger.pk, "is_active": "on"}
    hours = {"starts_at_0": "2026-02-13", "starts_at_1": "18:00", "ends_at_0": "2026-02-14", "ends_at_1": "09:00"}
    answer = browser.post("/admin/organizations/dutyshift/add/", facts | hours)
    assert "此人不属于这个单位" in answer.content.decode()
    turn = shift(street, make.user(street))
    assert browser.post(f"/admin/organizations/dutyshift/{turn.pk}/delete/", {"post": "yes"}).status_code == 403


def test_absences_are_written_and_audited(browser, street):
    person = make.user(street)
    hours = {"starts_at_0": "2026-02-13", "starts_at_1": "18:00", "ends_at_0": "2026-02-14", "ends_at_1": "09:00"}
    facts = {"person": person.pk, "reason": "病假"} | hours
    assert browser.post("/admin/organizations/dutyabsence/add/", facts).status_code == 302
    assert DutyAbsence.objects.get().starts_at == at("2026-02-13 18:00")
