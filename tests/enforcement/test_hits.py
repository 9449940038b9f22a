"""The suggestion beside "the street's most-called three", over whistles it has not seen."""

import pytest
from django.db import connection

from bench.hits import hits_of_habit, hits_of_suggestion
from bench.seeding.whistles import Ground, drawn, write
from cases.models import Category, CategoryScheme
from command_center.demo.town import read_town
from command_center.demo.whistles.drawing import themes
from enforcement.actions.load_defaults import load_defaults
from enforcement.models import Summons, SummonsClock, Whistle
from kernel.actors import Actor
from tests import make
from tests.make import MORNING

TRAINED, HELD_BACK = 600, 150
CODES = [*(f"D{n:02d}" for n in range(1, 35)), *(f"U{n:02d}" for n in range(1, 5))]


@pytest.fixture
def place(town) -> Ground:
    """The offices and departments of the real district, without its areas: an office of no street stands as a unit."""
    scheme = CategoryScheme.objects.get()
    streets = sorted({one.street for one in read_town().neighbourhoods})
    departments = {code: make.organization(code=code).pk for code in CODES}
    load_defaults(actor=Actor.system("tests", "测试"), now=MORNING)
    return Ground(
        offices={name: make.organization(short_name=name).pk for name in streets},
        departments=departments,
        categories={
            theme.category: Category.objects.get_or_create(
                kind="hotline", code=theme.category,
                defaults={"scheme": scheme, "name": theme.category, "level": 1, "path_name": theme.category},
            )[0].pk
            for theme in themes()
        },
        streets={},
        communities={},
    )  # fmt: skip


@pytest.fixture
def trained(place) -> Ground:
    with connection.cursor() as cursor:
        write(cursor.cursor, drawn(TRAINED, mark="trained", departments=CODES), place, until=MORNING)
    return place


def test_it_finds_far_more_of_whom_the_street_calls_than_its_habit_does(trained):
    held_back = drawn(HELD_BACK, mark="held back", departments=CODES)
    suggested = hits_of_suggestion(held_back, trained, at=MORNING)
    habit = hits_of_habit(held_back, trained, at=MORNING)
    print(f"hit@3 {suggested.hit:.3f} beside {habit.hit:.3f}; any {suggested.any:.3f} beside {habit.any:.3f}")
    assert suggested.hit > habit.hit + 0.12
    assert suggested.any > habit.any


def test_what_is_seeded_is_as_sound_as_what_was_blown(trained):
    """Every constraint holds (COPY checks them); each summons has its clocks; numbers go on behind."""
    assert Whistle.objects.count() == TRAINED
    assert 3 < Summons.objects.count() / TRAINED < 5
    assert SummonsClock.objects.count() == 4 * Summons.objects.count()
    assert SummonsClock.objects.filter(state="running", next_alarm_at__lte=MORNING).count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('enforcement_whistle', 'id'))")
        assert cursor.fetchone()[0] > Whistle.objects.latest("id").pk
