"""Two requests with one key at the same time, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from foundation import stored_answers
from tests.foundation import effects

pytestmark = pytest.mark.django_db(transaction=True)
User = get_user_model()


def send():
    try:
        return Client(raise_request_exception=False).post(
            "/api/effects/", {}, content_type="application/json", headers={"Idempotency-Key": "together"}
        )
    finally:
        connection.close()


class Pair:
    """Two requests: the first holds still in the middle of its work, where the second may start."""

    def __init__(self, threads, create):
        self.threads, self.create = threads, create
        self.at_work, self.may_go_on = Event(), Event()
        self.first_breaks = False

    def make(self, **columns):
        is_first, made = not self.at_work.is_set(), self.create(**columns)
        self.at_work.set()
        assert self.may_go_on.wait(20)
        if is_first and self.first_breaks:
            raise RuntimeError("broken")
        return made

    def start(self):
        return self.threads.submit(send)


@pytest.fixture
def pair(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.foundation.effects"
    with ThreadPoolExecutor(2) as threads:
        both = Pair(threads, User.objects.create)
        monkeypatch.setattr(effects.User.objects, "create", both.make)
        yield both
        both.may_go_on.set()


def wait_until_blocked():
    """Returns once a connection waits for another's transaction."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted")
            if cursor.fetchone()[0]:
                return


def both_answers(pair):
    first = pair.start()
    assert pair.at_work.wait(20)
    second = pair.start()
    wait_until_blocked()
    pair.may_go_on.set()
    return first.result(), second.result()


def test_the_second_waits_for_the_first_and_repeats_its_answer(pair):
    first, second = both_answers(pair)
    assert (first.status_code, second.content, User.objects.count()) == (201, first.content, 1)
    assert second["Idempotency-Replayed"] == "true"


def test_the_second_does_the_work_when_the_first_breaks(pair):
    pair.first_breaks = True
    first, second = both_answers(pair)
    assert (first.status_code, second.status_code, User.objects.count()) == (500, 201, 1)


def test_the_second_gives_up_when_its_patience_ends(pair, monkeypatch):
    monkeypatch.setattr(stored_answers, "WAIT_SECONDS", 1)
    first = pair.start()
    assert pair.at_work.wait(20)
    refused = pair.start().result()
    pair.may_go_on.set()
    assert (refused.status_code, refused.json()["code"]) == (409, "in_progress")
    assert (first.result().status_code, User.objects.count()) == (201, 1)
