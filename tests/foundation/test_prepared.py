import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.prepared import Prepared


def answer(question: Prepared, *values):
    with connection.cursor() as cursor:
        cursor.execute(question.call(), values)
        return cursor.fetchone()[0]


@pytest.fixture
def twice(db):
    return Prepared("SELECT $1 * 2 AS twice_of_this_story", "bigint")


def test_a_question_is_planned_once_for_a_connection(twice):
    with CaptureQueriesContext(connection) as asked:
        assert [answer(twice, 3), answer(twice, 4)] == [6, 8]
    assert [query["sql"].split()[0] for query in asked.captured_queries] == ["PREPARE", "EXECUTE", "EXECUTE"]


def test_it_outlives_the_transaction_that_prepared_it(twice):
    with transaction.atomic():
        assert answer(twice, 1) == 2
        transaction.set_rollback(True)
    assert answer(twice, 5) == 10


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    question = Prepared("SELECT $1 * 3 AS thrice_of_this_story", "bigint")
    assert answer(question, 1) == 3
    connection.close()
    assert answer(question, 2) == 6
