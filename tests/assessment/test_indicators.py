"""Each indicator of cases against its plain recomputation, over random histories."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.actions.collect import collect
from assessment.actions.know_subjects import know_subjects
from assessment.actions.settle import settle
from assessment.models import Objection, Score, Subject
from tests import make
from tests.assessment import histories, making, oracle
from tests.make import at

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def undone() -> Iterator[None]:
    """One example leaves nothing for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def units(town):
    return [town.department, make.organization(parent=town.centre), make.organization(parent=town.centre)]


@pytest.fixture
def district(town, units):
    return town, units


def excluded(settlement, lives) -> None:
    """What the district agreed to leave out, before the run."""
    know_subjects(settlement.scheme)
    subject = Subject.objects.filter(kind=settlement.scheme.subject_kind).first()
    Objection.objects.bulk_create(
        Objection(
            settlement=settlement,
            subject=subject,
            matter="case",
            ref=one.ref,
            reason="wrong_data",
            state="excluded",
            made_at=making.AFTER,
            decided_at=making.AFTER,
        )
        for one in lives
        if one.is_excluded
    )


@pytest.mark.parametrize("kind", ["street", "department"])
@SLOW
@given(
    lives=st.lists(histories.lives(), max_size=8),
    cut_off=st.sampled_from([None, 18]),
    partly=st.sampled_from(["0", "0.5", "1"]),
)
def test_the_facts_are_those_of_a_plain_recomputation(kind, district, lives, cut_off, partly):
    town, units = district
    rules = oracle.indicators(kind)
    with undone():
        histories.write(lives, streets=town.area.streets, units=units)
        made = making.scheme(*rules, kind=kind, cut_off_day=cut_off, partly_solved=partly)
        settlement = collect(made, making.PERIOD, actor=making.ASSESSOR, now=making.AFTER)
        excluded(settlement, lives)
        run = settle(settlement.pk, actor=making.ASSESSOR, now=making.AFTER).run
        days = settlement.period.days
        codes = [o.code for o in town.streets], [o.code for o in units]
        view = oracle.View(days.starts_at, days.ends_at, kind, *codes, Decimal(partly))
        for code, rule in rules.items():
            expected = {row for life in lives for row in rule(life, view)}
            assert making.facts_of(run, code) == expected, code
        _figures_follow(run)


def _figures_follow(run) -> None:
    """Every sum, once more from the single facts."""
    for score in Score.objects.filter(run=run).select_related("subject").prefetch_related("items__run_item"):
        for item in score.items.all():
            rows = [f for f in making.facts_of(run, item.run_item.indicator) if f[0] == score.subject.key]
            kept = [f for f in rows if f[3] != "excluded"]
            assert (item.raw_numerator, item.raw_denominator) == (sum(f[5] for f in rows), sum(f[6] for f in rows))
            assert (item.numerator, item.denominator) == (sum(f[5] for f in kept), sum(f[6] for f in kept))
            assert item.excluded_count == len(rows) - len(kept)


TABLES = ("cases_case", "cases_caseclock", "cases_callback", "cases_dispatchdecision", "cases_caseapplication")


def test_the_order_in_which_rows_lie_does_not_matter(town, units):
    """Every row is written anew, in another order, as a dump that is loaded again may lay them."""
    lives = [_life(n) for n in range(8)]
    histories.write(lives, streets=town.area.streets, units=units)
    made = making.scheme(*oracle.indicators("street"))
    first = making.settled(made)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT id FROM {table} ORDER BY md5(id::text || 'shuffled')")
            for (pk,) in cursor.fetchall():
                cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [pk])
    again = making.settled(made)
    assert (again.is_new, again.run.digest) == (False, first.run.digest)
    assert first.run.facts_count > 20


def _life(n: int) -> histories.Life:
    due, done = at(f"2026-10-1{n} 12:00"), at(f"2026-10-1{n} 11:00")
    return histories.Life(
        flow="grid" if n % 2 else "hotline",
        street=n % 2,
        lead=n % 3,
        request_kind="complaint",
        received=at("2026-10-02 09:00"),
        filed=at("2026-10-02 10:00"),
        ended=done,
        end="closed",
        is_merged=False,
        is_excluded=False,
        limits=[histories.Limit("met", n % 3, at("2026-10-02 10:00"), due, done)],
        calls=[histories.Call(done, True, True, "yes", "very"), histories.Call(done, True, True, "no", "very")],
        applications=[],
        dispatches=[(at("2026-10-02 11:00"), n % 3)],
        handed_back=[],
    )
