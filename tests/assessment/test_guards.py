"""An attempt to change a published figure fails, by the ORM and in SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from assessment.models import Fact, Publication, Run, RunItem, Score, ScoreItem, Settlement, SettlementEvent
from tests.assessment import making

FROZEN = [Fact, RunItem, Score, ScoreItem, SettlementEvent]


@pytest.fixture
def settled(month):
    return making.settled(month.scheme)


def refused(work, match=None):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        work()


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_frozen_rows_are_neither_changed_nor_deleted(settled, model):
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"UPDATE {table} SET {pk} = {pk}"), "append-only")
        refused(lambda: cursor.execute(f"DELETE FROM {table}"), "append-only")
    refused(lambda: model.objects.first().save(force_update=True), "append-only")


def test_a_sealed_run_is_neither_changed_nor_deleted(settled):
    refused(lambda: Run.objects.update(digest="x" * 64), "sealed_run_stays")
    refused(lambda: Run.objects.update(is_sealed=False), "sealed_run_stays")
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM assessment_run"), "sealed_run_stays")


def test_nothing_is_added_to_a_sealed_run(settled):
    item, score = settled.run.items.first(), settled.run.scores.first()
    more = Fact(run_item=item, subject=score.subject, matter="case", ref=0, side="numerator", value=1, weight=1)
    refused(more.save, "sealed_run_takes_no_more")
    fields = {"place": 9, "code": "X", "indicator": "x", "name": "x", "unit": "percent", "weight": 1}
    how = {"curve": "linear", "curve_data": {}, "factor": 1, "formula": "x"}
    refused(lambda: RunItem.objects.create(run=settled.run, **fields, **how), "sealed_run_takes_no_more")


def test_a_publication_can_only_be_withdrawn_once(settled):
    now = making.AFTER
    made = Publication.objects.create(
        settlement=settled.settlement, version=1, run=settled.run, digest=settled.run.digest, published_at=now
    )
    rows = Publication.objects.filter(pk=made.pk)
    refused(lambda: rows.update(version=2), "publication_stays")
    refused(lambda: rows.update(withdrawn_at=now, withdrawal_reason="错", version=2), "publication_stays")
    refused(rows.delete, "publication_stays")
    rows.update(withdrawn_at=now, withdrawal_reason="数据有误")
    refused(lambda: rows.update(withdrawn_at=None, withdrawal_reason=""), "publication_stays")


def test_a_settlement_moves_by_the_table_with_version_and_event(settled):
    rows = Settlement.objects.filter(pk=settled.settlement.pk)
    refused(lambda: rows.update(state="published", version=9), "settlement_moves_by_the_table")
    refused(lambda: rows.update(state="objection"), "settlement_state_changes_with_its_version")

    def silently():
        rows.update(state="objection", version=9)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused(silently, "settlement_state_changes_with_an_event")
