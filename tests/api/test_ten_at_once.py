"""Ten programs that send the same POST with the same key in the same moment: one does it, nine are told of it."""

from collections import Counter
from typing import Any

import pytest

from enforcement.api.examples import OFFICER
from foundation import stored_answers
from tests.api.posting import Post, grown, order, photograph, program, rows, webhook
from tests.api.test_sent_twice import _that_morning  # noqa: F401 - the same day
from tests.cases.life.making import in_hand
from tests.cases.life.test_together import at_once
from tests.conftest import build_town
from tests.enforcement.acting import MARKS, came, reported, signed
from tests.enforcement.conftest import build, summonses
from tests.make import MORNING

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10
ANSWER, BLOW = ["summonses:answer"], ["whistles:write"]


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr(stored_answers, "WAIT_SECONDS", 60)  # the machine may be busy


@pytest.fixture
def town():
    return build_town()


def must_happen_once(client: Any, alone: Post, together: Post) -> None:
    """Ten at once change the house as much as one alone did with something like it."""
    start = rows()
    assert alone.send(client, "alone").status_code < 300
    before = rows()
    answers = at_once([lambda: together.send(client, "together")] * TEN)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert grown(before, rows()) == grown(start, before)
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert answers[0].status_code < 300, answers[0].content.decode()
    assert Counter(answer.get("Idempotency-Replayed") for answer in answers) == {None: 1, "true": TEN - 1}


def test_orders(town):
    must_happen_once(program(town.city), Post("/orders/", order(1)), Post("/orders/", order(2)))


def test_batches(town):
    one, other = ({"orders": [order(first + n) for n in range(5)]} for first in (10, 20))
    must_happen_once(program(town.city), Post("/orders/batch/", one), Post("/orders/batch/", other))


@pytest.mark.parametrize(
    ("action", "body"),
    [("note", {"text": "知悉"}), ("sign", {}), ("contact", {"note": "已约"}), ("reply", {"text": "好"})],
)
def test_what_is_done_to_a_case(town, action, body):
    one, other = (in_hand(town) for _ in range(2))
    if action == "sign":
        from tests.make import put

        one, other = put(one, "dispatched", signed_at=None), put(other, "dispatched", signed_at=None)
    posts = [Post(f"/cases/{case.case_no}/{action}/", body) for case in (one, other)]
    must_happen_once(program(town.streets[0]), *posts)


def test_webhooks_and_their_tests(town):
    city = program(town.city)
    must_happen_once(city, webhook(1), webhook(2))
    first, second = (webhook(n).send(city, f"w{n}").json()["id"] for n in (3, 4))
    assert first != second
    before = rows()
    answers = at_once([lambda: Post(f"/webhooks/{first}/test/").send(city, "t")] * TEN)
    assert {answer.status_code for answer in answers} == {202}
    assert grown(before, rows()) == {"notices_delivery": 1}


def test_files(town, tmp_path):
    must_happen_once(program(town.city), photograph(1), photograph(2))


def blown(called: Any, matter: str) -> Post:
    calls = [{"organization": one.department.code, "duty": "综合执法"} for one in called]
    place = {"address": "模式口大街", "lon": 116.2025, "lat": 39.9075}
    body = {"kind": "enforcement", "matter": matter, "location": place, "leader": {"name": "李某", "post": "副主任"}}
    return Post("/whistles/", body | {"departments": calls})


def test_whistles():
    whistling = build()
    called = summonses(whistling.blow(2))  # the day's first takes the day's counter besides
    street = program(whistling.office, BLOW)
    must_happen_once(street, blown(called, "占道经营"), blown(called, "露天烧烤"))


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("sign", {"officer": OFFICER}),
        ("check-in", {"officer": OFFICER, "way": "app", "team_size": 3}),
        ("report", {"result": "solved", "text": "已清理。"}),
        ("rate", {"marks": MARKS}),
    ],
)
def test_what_is_done_with_a_summons(action, body):
    whistling = build()
    both = [summonses(whistling.blow(2))[0] for _ in range(2)]
    before = {"check-in": [signed], "report": [signed, came], "rate": [signed, came, reported]}
    for one in both:
        for step in before.get(action, []):
            step(whistling, one, MORNING)
    client = program(whistling.office, BLOW) if action == "rate" else program(both[0].department, ANSWER)
    alone, together = (Post(f"/summonses/{one.number}/{action}/", body) for one in both)
    must_happen_once(client, alone, together)
