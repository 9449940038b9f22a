"""重复吹哨: linked, counted, and the third goes up by itself."""

import pytest

from cases.rules.orders import Whereabouts
from enforcement.actions.cancel import cancel
from enforcement.actions.close import close
from enforcement.actions.repeat import repeat
from enforcement.models import Whistle, WhistleEvent, WhistleRules
from kernel.errors import NotAllowed, Refused
from notices.models import Notice
from organizations.roles import Role
from tests import make
from tests.enforcement.acting import came, rated, reported
from tests.enforcement.conftest import summonses
from tests.make import MORNING, at

ELSEWHERE = Whereabouts(address="柳荫路", street="甲河街道")


def over(whistling, whistle, *, now) -> Whistle:
    for one in summonses(whistle):
        came(whistling, one, now)
        reported(whistling, one, now)
        rated(whistling, one, now)
    return close(whistle.pk, words="已整治", actor=whistling.clerk, now=now)


@pytest.fixture
def first(whistling):
    return over(whistling, whistling.blow(1), now=at("2026-11-25 10:00"))


def test_the_street_repeats_a_closed_whistle_and_it_is_counted(whistling, first):
    again = repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at("2026-12-20 09:00"))
    assert (again.repeat_of, again.repeat_count, again.is_supervised) == (first, 1, False)
    assert first.repeats.get() == again


@pytest.mark.parametrize(
    ("facts", "is_repeat"),
    [
        ({}, True),
        ({"whereabouts": ELSEWHERE}, True),  # the same matter
        ({"matter": "别的事项"}, True),  # the same address
        ({"matter": "别的事项", "whereabouts": ELSEWHERE}, False),
    ],
)
def test_whoever_whistles_anew_about_the_same_is_counted_too(whistling, first, facts, is_repeat):
    again = whistling.blow(1, now=at("2026-12-20 09:00"), **facts)
    assert (again.repeat_of_id == first.pk, again.repeat_count) == (is_repeat, int(is_repeat))


def test_after_sixty_days_it_is_a_new_matter(whistling, first):
    with pytest.raises(Refused) as refusal:
        repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at("2027-01-24 10:01"))
    assert refusal.value.code == "repeat_too_late"
    assert whistling.blow(1, now=at("2027-01-24 10:01")).repeat_of is None


def test_what_is_not_over_is_not_repeated_and_not_by_another_street(whistling, first):
    running = whistling.blow(1, now=at("2026-11-26 09:00"))
    with pytest.raises(Refused):
        repeat(running.pk, whistling.facts(1), actor=whistling.leader, now=at("2026-11-26 10:00"))
    neighbour = make.person(whistling.town.streets[1], Role.STREET_LEADER)
    with pytest.raises(NotAllowed):
        repeat(first.pk, whistling.facts(1), actor=neighbour, now=at("2026-11-26 10:00"))


def test_the_third_repeat_goes_up_by_itself(whistling, first):
    whistle, days = first, ("2026-12-01", "2026-12-10", "2026-12-20")
    for day in days:
        whistle = repeat(whistle.pk, whistling.facts(1), actor=whistling.leader, now=at(f"{day} 09:00"))
        whistle = over(whistling, whistle, now=at(f"{day} 10:00"))
    assert (whistle.repeat_count, whistle.is_supervised) == (3, True)
    line = WhistleEvent.objects.get(kind="supervised")
    assert (line.whistle, line.text.startswith("第 3 次重复吹哨")) == (whistle, True)
    told = Notice.objects.filter(kind="whistle.supervised").values_list("organization", "user")
    centre = whistling.town.centre.pk
    assert set(told) == {(centre, None), (centre, int(whistling.supervisor.id))}


def test_repeating_the_first_again_and_again_is_counted_on_and_goes_up(whistling, first):
    days = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
    made = [repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at(f"{day} 09:00")) for day in days]
    assert [(one.repeat_count, one.is_supervised) for one in made] == [(1, False), (2, False), (3, True), (4, True)]


def test_the_named_one_is_counted_on_though_words_and_place_differ(whistling, first):
    """A chain is followed through what each names, up and down, however the matter is worded."""
    other = {"matter": "换个说法", "whereabouts": ELSEWHERE}
    second = repeat(first.pk, whistling.facts(1, **other), actor=whistling.leader, now=at("2026-12-01 09:00"))
    over(whistling, second, now=at("2026-12-01 10:00"))
    third = repeat(first.pk, whistling.facts(1, matter="又换"), actor=whistling.leader, now=at("2026-12-02 09:00"))
    fourth = repeat(second.pk, whistling.facts(1, **other), actor=whistling.leader, now=at("2026-12-03 09:00"))
    assert (third.repeat_count, fourth.repeat_count) == (2, 3)


def test_one_that_was_taken_back_is_not_counted(whistling, first):
    again = repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at("2026-12-01 09:00"))
    cancel(again.pk, reason="误吹", actor=whistling.clerk, now=at("2026-12-01 09:05"))
    assert whistling.blow(1, now=at("2026-12-02 09:00")).repeat_count == 1


def test_how_many_repeats_go_up_is_a_rule_of_the_district(whistling, first):
    WhistleRules.objects.create(valid_from=MORNING.date(), repeat_cap=1, repeat_days=10)
    again = repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at("2026-12-01 09:00"))
    assert again.is_supervised
    with pytest.raises(Refused):
        repeat(first.pk, whistling.facts(1), actor=whistling.leader, now=at("2026-12-06 09:00"))
