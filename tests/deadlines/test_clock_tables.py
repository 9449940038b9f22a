from django.db import models

from cases.models import CaseClock
from deadlines.checks import clock_tables_can_be_swept, problems_of
from deadlines.models import Clock
from deadlines.registry import clock_models, escalation_model, holding_model, pause_model
from tests.deadlines.errands import Errand, ErrandClock, ErrandEscalation, ErrandHolding, ErrandPause


class OrphanClock(Clock):
    """Neither a subject nor an escalation table."""

    class Meta(Clock.Meta):
        app_label = "deadlines_tests"


class LooseClock(Clock):
    """A subject that may be empty cannot be locked."""

    subject_field = "errand"
    errand = models.ForeignKey(Errand, null=True, related_name="+", on_delete=models.PROTECT)

    class Meta(Clock.Meta):
        app_label = "deadlines_tests"


def test_clock_tables_are_found_in_the_app_registry():
    assert CaseClock in clock_models()


def test_what_stands_beside_a_clock_table_is_found_by_its_foreign_key():
    found = (escalation_model(ErrandClock), pause_model(ErrandClock), holding_model(ErrandClock))
    assert found == (ErrandEscalation, ErrandPause, ErrandHolding)
    assert pause_model(OrphanClock) is None


def test_a_table_that_cannot_be_swept_stops_the_start():
    assert [p.id for p in problems_of(OrphanClock)] == ["deadlines.E001", "deadlines.E002"]
    assert [p.id for p in problems_of(LooseClock)] == ["deadlines.E001", "deadlines.E002"]
    assert (list(problems_of(ErrandClock)), clock_tables_can_be_swept(None)) == ([], [])
