"""Rows written by the thousand are the rows that `bulk_create` writes."""

from datetime import timedelta

import pytest

from foundation.bulk import FEW, insert_many
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
