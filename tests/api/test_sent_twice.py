"""Every POST of the document sent twice with one key: one effect, one answer, and as the document says."""

import socket
from typing import Any

import pytest
from requests import PreparedRequest
from schemathesis import Response

from cases.states import State
from foundation.idempotency import idempotent
from tests.api.conftest import document
from tests.api.posting import Post, grown, order, photograph, posts_of, program, rows, webhook
from tests.cases.life.conftest import photo  # noqa: F401 - a photo that somebody took in
from tests.cases.life.oracle import RULES, verdict
from tests.cases.life.scenes import Scene, scenes
from tests.cases.life.staging import Stage, stage
from tests.cases.life.test_every_action import everything_of
from tests.make import MORNING

# Kept out of the stored answers: it shows a requester in clear (`cases/api/requesters.py`).
NEVER_REPEATED = {"/cases/{case_no}/requester/reveal/"}
ELSEWHERE = {
    "/orders/", "/orders/batch/", "/attachments/", "/webhooks/", "/webhooks/{endpoint_id}/test/",
    "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver/",
}  # fmt: skip
SEATS = ("centre_client", "street_client", "officer", "worker")


@pytest.fixture(autouse=True)
def _that_morning(settings, tmp_path, time_machine, monkeypatch):
    settings.FILES_ROOT, settings.API_CALLS_PER_MINUTE = tmp_path, 0
    time_machine.move_to(MORNING, tick=False)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *rest, **facts: (
            [(0, 0, 0, "", ("1.2.4.8",))] if host == "receiver.example" else real(host, *rest, **facts)
        ),
    )  # fmt: skip


def test_every_post_takes_a_key():
    assert {path for path, takes_key in posts_of(document()) if not takes_key} == NEVER_REPEATED


def test_every_post_about_cases_and_notices_is_sent_twice_here():
    """Those of the whistle have stories of their own."""
    told = {path for path, _takes_key in posts_of(document()) if not path.startswith(("/whistles/", "/summonses/"))}
    ours = {f"/cases/{{case_no}}/{action.replace('_', '-')}/" for action in RULES}
    assert told == ours | ELSEWHERE | NEVER_REPEATED


def must_be_one(post: Post, client: Any, path: str) -> Any:
    """The second call does nothing at all, and says what the first said."""
    before = rows()
    first = post.send(client, post.path)
    assert first.status_code < 300, first.content.decode()
    between = rows()
    second = post.send(client, post.path)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second["Idempotency-Replayed"] == "true"
    assert grown(between, rows()) == {}
    assert grown(before, between) != {}
    must_fit(path, first)
    return first


def must_fit(path: str, answer: Any) -> None:
    """Held against the document, as schemathesis does it."""
    headers = {name: [value] for name, value in answer.headers.items()}
    told = Response(answer.status_code, headers, answer.content, PreparedRequest(), elapsed=0.0, verify=False)
    operation = document()[f"/api/v1{path}"]["POST"]
    assert str(answer.status_code) in operation.definition.raw["responses"]
    operation.validate_response(told)


def state_for(scene: Scene, who: str) -> str | None:
    """Where this program may do it."""
    facts = {"is_following": scene.is_following, "bearer": scene.bearer}
    return next((state for state in State if verdict(scene.action, who, state=state, **facts) == "done"), None)


def pictures_by(client: Any, s: Stage, scene: Scene) -> dict[str, Any]:
    """The body on the wire; photos are the sender's own."""
    taken = iter(photograph(number).send(client, f"p{number}").json()["id"] for number in (1, 2))
    return {name: [next(taken)] if callable(value) else value for name, value in scene.body.items()}


@pytest.mark.parametrize("action", list(RULES))
def test_an_action_sent_twice_happens_once(town, photo, action):  # noqa: F811
    s = stage(town, photo)
    homes = (town.centre, town.streets[0], town.department, town.communities[0])
    programs = {seat: program(home) for seat, home in zip(SEATS, homes, strict=True)}
    scene = next(scene for scene in scenes(s) if scene.action == action)
    who = next(seat for seat in SEATS if state_for(scene, seat))
    case = s.set(scene, state_for(scene, who))
    path = f"/cases/{{case_no}}/{action.replace('_', '-')}/"
    post = Post(path.format(case_no=case.case_no), pictures_by(programs[who], s, scene))
    must_be_one(post, programs[who], path)
    done = everything_of(case)
    post.send(programs[who], post.path)
    assert everything_of(case) == done


def test_an_order_a_batch_and_a_file_sent_twice_come_in_once(town):
    city = program(town.city)
    must_be_one(Post("/orders/", order(1)), city, "/orders/")
    must_be_one(Post("/orders/batch/", {"orders": [order(n) for n in range(2, 5)]}), city, "/orders/batch/")
    must_be_one(photograph(9), city, "/attachments/")


def test_webhooks_sent_twice_are_done_once(town):
    from notices.models import Delivery

    city = program(town.city)
    one = must_be_one(webhook(1), city, "/webhooks/").json()["id"]
    must_be_one(Post(f"/webhooks/{one}/test/"), city, "/webhooks/{endpoint_id}/test/")
    sent = Delivery.objects.get()
    Delivery.objects.update(state="parked", settled_at=MORNING)
    again = "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver/"
    must_be_one(Post(again.format(endpoint_id=one, delivery_id=sent.pk)), city, again)


def test_whoever_makes_a_post_once_marks_it():
    assert idempotent(lambda view, request: None).is_idempotent
