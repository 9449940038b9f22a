"""Rows of the one table this floor has serve as an example: `created_at` is never empty, `status` may be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foundation.errors import Malformed
from foundation.estimates import estimated_count
from foundation.models import IdempotencyKey as Row
from foundation.pages import Ordering, keyset_page, page_of_query

NOON = datetime(2026, 11, 22, 12, 0, 0, 123_457, tzinfo=UTC)
OLDEST, NEWEST = Ordering("created_at"), Ordering("-created_at")
LOWEST, HIGHEST = Ordering("status", nullable=True), Ordering("-status", nullable=True)
ORDERINGS = (OLDEST, NEWEST, LOWEST, HIGHEST)


def row(name, minutes=0, status=None):
    return Row.objects.create(key=name, created_at=NOON + timedelta(minutes=minutes), status=status)


def rows(*statuses):
    return [row(f"p{number}", number, status) for number, status in enumerate(statuses)]


def walk(ordering, limit, *, between=lambda: None):
    """Names of all pages from the first to the last; `between` happens after each page."""
    pages, cursor = [], None
    while True:
        page = keyset_page(Row.objects.all(), ordering=ordering, cursor=cursor, limit=limit)
        pages.append([each.key for each in page.rows])
        between()
        if page.next is None:
            return pages, page
        cursor = page.next


def walk_back(ordering, limit, page):
    names = []
    while page.previous is not None:
        page = keyset_page(Row.objects.all(), ordering=ordering, cursor=page.previous, limit=limit)
        names = [each.key for each in page.rows] + names
    return names


def test_ties_are_broken_by_the_primary_key(db):
    for name in "abcde":
        row(name)
    assert walk(OLDEST, 2)[0] == [["a", "b"], ["c", "d"], ["e"]]
    assert walk(NEWEST, 2)[0] == [["e", "d"], ["c", "b"], ["a"]]


def test_rows_without_a_value_come_last_either_way(db):
    rows(3, None, 1, None, 2)
    assert walk(LOWEST, 2)[0] == [["p2", "p4"], ["p0", "p1"], ["p3"]]
    assert walk(HIGHEST, 2)[0] == [["p0", "p4"], ["p2", "p3"], ["p1"]]


def test_the_ends_have_no_cursor_beyond_them(db):
    rows(1, 2)
    page = keyset_page(Row.objects.all(), ordering=OLDEST, cursor=None, limit=2)
    assert (page.next, page.previous) == (None, None)


def test_rows_that_come_in_are_neither_skipped_nor_repeated(db):
    rows(*range(0, 100, 10))
    numbers = iter(range(100))

    def newcomers():
        number = next(numbers)
        row(f"before{number}", minutes=-5 - number)
        row(f"behind{number}", minutes=200 + number)

    seen = [name for names in walk(OLDEST, 3, between=newcomers)[0][:4] for name in names]
    assert seen[:10] == [f"p{number}" for number in range(10)]
    assert len(seen) == len(set(seen))
    assert not any(name.startswith("before") for name in seen)


def test_a_deleted_row_does_not_shift_the_next_page(db):
    made = rows(0, 1, 2, 3)
    page = keyset_page(Row.objects.all(), ordering=OLDEST, cursor=None, limit=2)
    made[1].delete()
    following = keyset_page(Row.objects.all(), ordering=OLDEST, cursor=page.next, limit=2)
    assert [each.key for each in following.rows] == ["p2", "p3"]


@pytest.mark.parametrize("ordering", ORDERINGS, ids=lambda ordering: ordering.name)
def test_a_page_costs_one_statement(db, ordering, django_assert_num_queries):
    rows(*range(9))
    cursor = None
    for _page in range(3):
        with django_assert_num_queries(1):
            page = keyset_page(Row.objects.all(), ordering=ordering, cursor=cursor, limit=2)
        cursor = page.next
    with django_assert_num_queries(1):
        keyset_page(Row.objects.all(), ordering=ordering, cursor=page.previous, limit=2)


def test_a_place_is_one_row_comparison_which_an_index_can_follow(db, django_assert_num_queries):
    rows(*range(5))
    page = keyset_page(Row.objects.all(), ordering=OLDEST, cursor=None, limit=2)
    with django_assert_num_queries(1) as statements:
        keyset_page(Row.objects.all(), ordering=OLDEST, cursor=page.next, limit=2)
    assert ") > ROW(" in statements[0]["sql"]


class EveryWalk(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        statuses=st.lists(st.none() | st.integers(0, 3), max_size=12),
        ordering=st.sampled_from(ORDERINGS),
        limit=st.integers(1, 5),
    )
    def test_there_and_back_gives_every_row_once_in_order(self, statuses, ordering, limit):
        rows(*statuses)
        pages, last = walk(ordering, limit)
        names = [name for page in pages for name in page]
        assert sorted(names) == sorted(f"p{number}" for number in range(len(statuses)))
        assert walk_back(ordering, limit, last) == [name for page in pages[:-1] for name in page]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "1e3", "ten", "２０", "", "99999999999"])
def test_a_limit_is_a_number_from_1_to_200(limit):
    with pytest.raises(Malformed) as error:
        page_of_query(Row.objects.all(), {"limit": limit}, orderings=ORDERINGS)
    assert error.value.errors[0].field == "limit"


def test_only_allowed_orderings_are_known():
    with pytest.raises(Malformed, match="created_at"):
        page_of_query(Row.objects.all(), {"ordering": "password"}, orderings=ORDERINGS)


FOREIGN = signing.dumps(["-id", 1, None, "1"])


@pytest.mark.parametrize("cursor", ["x", "garbage:sig", "::", FOREIGN], ids=["word", "signature", "colons", "foreign"])
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(Malformed) as error:
        page_of_query(Row.objects.all(), {"cursor": cursor}, orderings=ORDERINGS)
    assert error.value.errors[0].field == "cursor"


def test_a_cursor_of_another_ordering_is_refused(db):
    rows(1, 2)
    cursor = page_of_query(Row.objects.all(), {"limit": "1"}, orderings=ORDERINGS).next
    with pytest.raises(Malformed):
        page_of_query(Row.objects.all(), {"cursor": cursor, "ordering": "-created_at"}, orderings=ORDERINGS)


def test_a_count_is_estimated_without_counting(db, django_assert_num_queries):
    rows(*range(20))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE foundation_idempotencykey")
    with django_assert_num_queries(1):
        assert estimated_count(Row.objects.order_by("key")) == 20
    assert estimated_count(Row.objects.none()) == 0
