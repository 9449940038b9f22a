"""The reference client of a department: every summons answered once, whatever is lost on the way."""

import json
import threading
import time
from datetime import UTC, datetime

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from standardwebhooks import Webhook

from command_center.demo.simulator.reference import client
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.object_to import object_to
from enforcement.actions.suspend import suspend
from enforcement.models import CheckIn, SummonsEvent
from foundation.clock import now as present
from kernel.actors import Actor
from notices.sequencer import assign_positions
from organizations.actions.issue_token import issue_token
from tests.enforcement.acting import fresh
from tests.enforcement.conftest import summonses

SETTER = Actor.system("tests", "测试")
SCOPES = ("summonses:answer", "changes:read")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Stopped(threading.Event):
    """Remembers how long it was asked to wait, and never does."""

    def __init__(self):
        super().__init__()
        self.waits = []

    def wait(self, timeout=None):
        self.waits.append(timeout)
        return self.is_set()


class Lossy(httpx.BaseTransport):
    """The real centre; the answers to the calls of these numbers get lost on their way back."""

    def __init__(self, *lost):
        self.lost, self.calls = set(lost), 0
        self.inner = httpx.WSGITransport(app=get_wsgi_application())

    def handle_request(self, request):
        self.calls += 1
        answer = self.inner.handle_request(request)
        if self.calls in self.lost:
            raise httpx.ReadError("lost", request=request)
        return answer


@pytest.fixture
def enrolled(whistling, tmp_path, _one_connection):
    """A department with its token and its notebook; each call is the client started anew."""
    token = issue_token(whistling.departments[0], name="系统", scopes=SCOPES, actor=SETTER, now=present()).token

    def start(*lost, tries=float("inf")):
        http = httpx.Client(base_url="http://testserver", transport=Lossy(*lost))
        centre = client().Centre(http, token, Stopped(), tries=tries)
        return client().Department(centre, client().Notebook(tmp_path / "notebook.json"))

    return start


def live(department, rounds=5):
    for _ in range(rounds):
        assign_positions(now=present())
        department.listen(wait=0)
        department.work()


def course(summons):
    kinds = SummonsEvent.objects.filter(summons=summons).order_by("id").values_list("kind", flat=True)
    return [kind for kind in kinds if kind in {"signed", "checked_in", "reported"}]


ALL = ["signed", "checked_in", "reported"]


def test_a_summons_is_signed_attended_and_reported_each_once(whistling, enrolled):
    (one,) = summonses(whistling.blow(1, now=present()))
    department = enrolled()
    live(department)
    (later,) = summonses(whistling.blow(1, now=present(), matter="另一件"))
    live(department)
    assert (course(one), course(later)) == (ALL, ALL)
    assert (department.notebook.open, department.notebook.done) == ({}, [one.number, later.number])


@pytest.mark.parametrize("lost", range(1, 11))
def test_killed_after_any_call_it_goes_on_where_it_was(whistling, enrolled, lost):
    (one,) = summonses(whistling.blow(1, now=present()))
    with pytest.raises(client().CentreAwayError):
        live(enrolled(lost, tries=1))
    live(enrolled())
    assert course(one) == ALL
    assert CheckIn.objects.filter(summons=one).count() == 1


def test_an_answer_that_gets_lost_is_asked_for_again_with_the_same_key(whistling, enrolled):
    (one,) = summonses(whistling.blow(1, now=present()))
    live(enrolled(*range(1, 20, 2)))
    assert course(one) == ALL


def test_what_is_heard_twice_is_done_once(whistling, enrolled):
    (one,) = summonses(whistling.blow(1, now=present()))
    department = enrolled()
    live(department)
    department.notebook.hear([one.number, one.number])
    live(department)
    assert course(one) == ALL


def test_while_the_whistle_is_suspended_it_waits(whistling, enrolled):
    whistle = whistling.blow(1, now=present())
    (one,) = summonses(whistle)
    department = enrolled()
    live(department, rounds=2)
    suspend(whistle.pk, reason="大风", actor=whistling.clerk, now=present())
    live(department)
    assert course(one) == ["signed", "checked_in"]
    assert department.notebook.open[one.number] > time.time() + 10


def test_an_objection_is_for_the_street_to_decide_and_its_word_is_heard(whistling, enrolled):
    (one,) = summonses(whistling.blow(1, now=present()))
    object_to(one.pk, reason="不是", basis="三定", actor=whistling.officer(one), now=present())
    department = enrolled()
    live(department, rounds=2)
    assert (department.notebook.open, department.notebook.done) == ({}, [])
    decide_objection(one.pk, is_upheld=False, words="是", actor=whistling.clerk, now=present())
    live(department)
    assert fresh(one).state == "reported"


def test_a_place_that_is_kept_no_longer_makes_it_begin_anew(whistling, enrolled):
    (one,) = summonses(whistling.blow(1, now=present()))
    department = enrolled()
    department.notebook.hear([], cursor="1.1")
    live(department)
    assert course(one) == ALL


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_centre_is_asked_again_when_it_says(status, tmp_path):
    answers = iter([httpx.Response(status, headers={"Retry-After": "7"}), httpx.Response(200, json={})])
    http = httpx.Client(base_url="http://centre", transport=httpx.MockTransport(lambda _: next(answers)))
    centre = client().Centre(http, "token", stop := Stopped())
    assert centre.call("GET", "/summonses/").status_code == 200
    assert stop.waits == [7.0]


def test_a_centre_that_is_away_is_asked_ever_more_slowly(tmp_path):
    def refuse(request):
        raise httpx.ConnectError("refused", request=request)

    http = httpx.Client(base_url="http://centre", transport=httpx.MockTransport(refuse))
    centre = client().Centre(http, "token", stop := Stopped(), tries=10)
    with pytest.raises(client().CentreAwayError):
        centre.call("GET", "/summonses/")
    assert all(0.5 <= wait <= 60 for wait in stop.waits)
    assert stop.waits[-1] >= 30


def signed_by(secret, body, at):
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signature}


def test_a_webhook_is_believed_when_our_secret_signed_it_lately():
    body, at = '{"type":"summons.notified"}', 1_795_348_800
    headers = signed_by(SECRET, body, at)
    assert client().is_genuine(SECRET, headers, body.encode(), now=at + 60)
    assert client().is_genuine(SECRET, headers | {"webhook-signature": f"v1,x {headers['webhook-signature']}"},
                               body.encode(), now=at)  # fmt: skip
    assert not client().is_genuine(SECRET, headers, body.encode() + b" ", now=at)
    assert not client().is_genuine(SECRET, headers, body.encode(), now=at + 301)
    assert not client().is_genuine(SECRET, {}, body.encode(), now=at)
    other = signed_by("whsec_" + "A" * 32, body, at)
    assert not client().is_genuine(SECRET, other, body.encode(), now=at)


def test_what_a_webhook_tells_is_in_the_file_before_it_is_confirmed(tmp_path):
    notebook = client().Notebook(tmp_path / "notebook.json")
    server = client().receiver(notebook, SECRET, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    body = json.dumps({"data": {"subject": {"kind": "summons", "id": "S1-01"}}})
    try:
        forged = httpx.post(url, content=body, headers={"webhook-id": "m"})
        told = httpx.post(url, content=body, headers=signed_by(SECRET, body, int(time.time())))
    finally:
        server.shutdown()
        server.server_close()
    assert (forged.status_code, told.status_code) == (401, 204)
    assert json.loads(notebook.path.read_text())["open"] == {"S1-01": 0.0}
