"""Rows written by the thousand are the rows that `bulk_create` writes."""

from datetime import timedelta

import pytest
from django.db import DataError, transaction

from foundation.bulk import FEW, insert_many, insert_rows, update_many
from notices.models import Notice
from tests import make
from tests.make import MORNING

ODD = ["", "灯", "a\tb\nc\\d\r", "\\N", "'; --", "😀"]


def notices(count, organization):
    return [
        Notice(
            organization=organization,
            kind="case.overdue",
            level=Notice.Level.ALARM if n % 2 else Notice.Level.INFO,
            title=f"第 {n} 条",
            body=ODD[n % len(ODD)],
            subject_kind="case",
            subject_id=str(n),
            created_at=MORNING + timedelta(microseconds=n),
            deliver_after=None if n % 3 else MORNING,
        )
        for n in range(count)
    ]


def columns(row):
    return {f.attname: getattr(row, f.attname) for f in Notice._meta.concrete_fields if f.attname != "id"}


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, 5 * FEW])
def test_many_rows_are_read_back_as_they_were(db, count):
    made = notices(count, make.organization())
    insert_many(made)
    stored = Notice.objects.in_bulk([row.pk for row in made])
    assert [columns(stored[row.pk]) for row in made] == [columns(row) for row in made]
    Notice.objects.bulk_create(notices(1, make.organization()))  # the sequence was moved on
    assert Notice.objects.count() == (count + 1 if count else 1)


@pytest.mark.parametrize("count", [FEW - 1, FEW])
def test_rows_whose_keys_nobody_needs_are_written_the_same(db, count):
    made = notices(count, make.organization())
    insert_many(made, with_keys=False)
    assert [columns(row) for row in Notice.objects.order_by("id")] == [columns(row) for row in made]
    names = list(columns(made[0]))
    insert_rows(Notice, names, [[getattr(row, name) for name in names] for row in made])
    assert Notice.objects.count() == 2 * count


def test_many_rows_are_changed_in_one_statement_and_their_other_columns_are_left(db, django_assert_num_queries):
    made = notices(6, make.organization())
    insert_many(made)
    for row, body in zip(made, ODD, strict=True):
        row.body, row.title, row.deliver_after = body, "不写", None if row.deliver_after else MORNING
    with django_assert_num_queries(1):
        update_many(made, ("body", "deliver_after"))
    stored = Notice.objects.in_bulk([row.pk for row in made])
    assert [(stored[row.pk].body, stored[row.pk].deliver_after) for row in made] == [
        (row.body, row.deliver_after) for row in made
    ]
    assert {row.title for row in stored.values()} == {f"第 {n} 条" for n in range(6)}


def test_what_a_column_cannot_hold_is_refused_and_not_cut(db):
    made = notices(1, make.organization())
    insert_many(made)
    made[0].title = "长" * 121
    with pytest.raises(DataError), transaction.atomic():
        update_many(made, ("title",))


def test_no_rows_are_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        update_many([], ("title",))
