"""A recomputation's second look waits for whoever may have counted by the old rules."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from deadlines.recompute.waiting import wait_for_open_transactions

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_transaction(is_open, may_end):
    """Somebody who has read something and not written yet."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            is_open.set()
            assert may_end.wait(20)
    finally:
        connection.close()


def test_nobody_is_waited_for_when_nobody_is_at_work():
    assert wait_for_open_transactions(patience=0.0)


def test_it_ends_when_the_transaction_ends():
    is_open, may_end = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(in_a_transaction, is_open, may_end)
        assert is_open.wait(20)
        waiting = pool.submit(waited)
        assert not waiting.done()
        may_end.set()
        other.result(timeout=20)
        assert waiting.result(timeout=20) is True


def waited():
    try:
        return wait_for_open_transactions(patience=20.0)
    finally:
        connection.close()


def test_one_who_never_ends_is_given_up():
    is_open, may_end = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(in_a_transaction, is_open, may_end)
        assert is_open.wait(20)
        assert wait_for_open_transactions(patience=0.0) is False
        may_end.set()
        other.result(timeout=20)
