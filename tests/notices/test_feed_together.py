"""Eight writers who commit whenever it happens to be, two sequencers, and readers who look all the while."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from notices.feed import Place, read_feed
from notices.outbox import append
from notices.sequencer import assign_positions
from tests.notices.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 60


def write(organization_id, writer):
    """Long and short transactions, one or two changes in each, some of them undone."""
    chance, kept = random.Random(writer), []
    try:
        for number in range(EACH):
            names = [f"{writer}-{number}-{part}" for part in range(chance.choice((1, 1, 2)))]
            is_kept = chance.random() < 0.9
            with transaction.atomic():
                for name in names:
                    append("case.signed", "case", name, version=1, audience=[organization_id], now=NOON)
                time.sleep(chance.random() * 0.004)
                transaction.set_rollback(not is_kept)
            kept += names if is_kept else []
    finally:
        connection.close()
    return kept


def sequence(stop):
    try:
        while not stop.is_set():
            assign_positions(now=NOON, limit=7)
    finally:
        connection.close()


def follow(organization_id, stop):
    """Reads page after page until nothing is left after the writers' end."""
    seen, after = [], Place(0)
    try:
        while True:
            is_over = stop.is_set()
            page = read_feed(organization_id, after=after, limit=5)
            seen += [(change.place.position, change.subject_id) for change in page.changes]
            after = page.until
            if is_over and not page.changes and not page.has_more:
                return seen
    finally:
        connection.close()


def test_every_reader_sees_every_change_once_and_in_one_order(greening):
    written, sequenced = Event(), Event()
    with ThreadPoolExecutor(WRITERS + 4) as threads:
        sequencers = [threads.submit(sequence, written) for _ in range(2)]
        readers = [threads.submit(follow, greening.pk, sequenced) for _ in range(2)]
        kept = [name for names in threads.map(lambda n: write(greening.pk, n), range(WRITERS)) for name in names]
        written.set()
        for one in sequencers:
            one.result()
        while assign_positions(now=NOON):
            pass
        sequenced.set()
        seen = [reader.result() for reader in readers]
    assert seen[0] == seen[1] == follow(greening.pk, sequenced)
    assert [position for position, _name in seen[0]] == list(range(1, len(kept) + 1))
    assert sorted(name for _position, name in seen[0]) == sorted(kept)
