"""Twenty at one case in the same moment: each version has one author, nothing is lost, nobody waits for ever."""

import json
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from cases.actions.assign import assign
from cases.actions.assist import assist
from cases.actions.cancel import cancel
from cases.actions.contact import contact
from cases.actions.escalate import SWEEP, escalate_due
from cases.actions.mark_hard import mark_hard
from cases.actions.note import note
from cases.actions.reply import reply
from cases.actions.request_extension import request_extension
from cases.actions.request_return import request_return
from cases.actions.request_shelving import request_shelving
from cases.actions.supervise import supervise
from cases.actions.urge import urge
from cases.models import CaseEvent
from deadlines.states import LIVE
from kernel.errors import CenterError
from notices.models import OutboxEntry
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.cases.life.making import in_hand
from tests.conftest import build_town
from tests.make import MORNING, at

pytestmark = pytest.mark.django_db(transaction=True)
# The citizen's clock, due on 1 December at 9:30, is near its end: the sweep has rungs to fire.
NEARLY = at("2026-12-01 09:00")
CROWD = 20


def at_once(errands):
    """Each in its own thread with its own connection, all through one gate; answers in the order of the errands."""
    answers, gate = [None] * len(errands), threading.Barrier(len(errands))

    def run(n, errand):
        gate.wait(timeout=60)
        try:
            answers[n] = errand()
        except Exception as error:
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(errands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def clients(organization):
    """Twenty programs of one unit, each with its own token."""
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    scopes = ["cases:read", "cases:act"]
    issued = [issue_token(organization, name=f"接口{n}", scopes=scopes, actor=admin, now=MORNING) for n in range(CROWD)]
    return [Client(headers={"Authorization": f"Bearer {one.token}"}) for one in issued]


def all_post(programs, case, action, body, **headers):
    path = f"/api/v1/cases/{case.case_no}/{action}/"
    facts = {"content_type": "application/json", "headers": headers}
    return at_once([lambda one=one: one.post(path, json.dumps(body), **facts) for one in programs])


def must_be_whole(case):
    """Versions from one without a gap; what people did was told, each line once."""
    case.refresh_from_db()
    events = CaseEvent.objects.filter(case=case)
    assert sorted(set(events.values_list("version", flat=True))) == list(range(1, case.version + 1))
    done = Counter(events.exclude(actor_key=SWEEP.key).values_list("kind", "version"))
    kinds = {f"case.{kind}" for kind, _version in done}
    told = OutboxEntry.objects.filter(subject_kind="case", subject_id=case.case_no, kind__in=kinds)
    heard = Counter((kind.removeprefix("case."), version) for kind, version in told.values_list("kind", "version"))
    assert {line: heard[line] for line in done} == dict(done)


def must_be_over(case):
    """Nothing is left open behind an end."""
    if case.state == "cancelled":
        assert not case.tasks.filter(state="open").exists()
        assert not case.applications.filter(state="open").exists()
        assert not case.supervisions.exclude(state="closed").exists()
        assert not case.clocks.filter(state__in=LIVE).exists()


def test_of_twenty_who_reply_to_the_same_version_one_is_heard_and_the_others_learn_of_it(time_machine):
    time_machine.move_to(MORNING, tick=False)
    town = build_town()
    case, programs = in_hand(town), clients(town.streets[0])
    answers = all_post(programs, case, "reply", {"text": "已修好"}, if_match=f'"v{case.version}"')
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: CROWD - 1}
    late = [answer.json() for answer in answers if answer.status_code == 412]
    assert {(one["current"]["version"], one["current"]["state"]) for one in late} == {(case.version + 1, "replied")}
    assert {tuple(change["text"] for change in one["changes"]) for one in late} == {("甲河街道 回复：已修好",)}
    must_be_whole(case)


def test_without_a_version_the_state_decides(time_machine):
    time_machine.move_to(MORNING, tick=False)
    town = build_town()
    case, programs = in_hand(town), clients(town.streets[0])
    answers = all_post(programs, case, "reply", {"text": "已修好"})
    assert Counter((a.status_code, a.json().get("code")) for a in answers) == {
        (200, None): 1, (409, "wrong_state"): CROWD - 1,
    }  # fmt: skip
    must_be_whole(case)


def crowd_of(town, case, **known):
    """Twenty errands of all kinds at one case, by the unit and by the centre."""
    officer = {"actor": make.person(town.streets[0], Role.STREET_OPERATOR), "now": NEARLY} | known
    centre = {"actor": make.person(town.centre, Role.DISPATCHER, Role.DUTY_SUPERVISOR), "now": NEARLY} | known
    until, pk = NEARLY + timedelta(days=9), case.pk
    return [
        lambda: reply(pk, text="已修好", **officer),
        lambda: request_return(pk, reason="非本辖区", basis="区划图", **officer),
        lambda: request_extension(pk, reason="等备件", until=until, is_requester_told=True, **officer),
        lambda: request_shelving(pk, reason="施工", plan="完工后", until=until, **officer),
        lambda: cancel(pk, reason="重复", **centre),
        lambda: mark_hard(pk, is_hard=True, reason="权属不清", **centre),
        lambda: supervise(pk, reason="久拖不决", **centre),
        *[lambda c=c: assign(pk, organization=c, words="看", **officer) for c in town.communities[:2]],
        *[lambda: assist(pk, organization=town.department, words="请协办", **centre)] * 2,
        *[lambda: contact(pk, note="已约", **officer)] * 3,
        *[lambda: note(pk, text="知悉", **centre)] * 3,
        *[lambda: urge(pk, words="请尽快", **centre)] * 3,
    ]


REFUSALS = {"wrong_state", "application_open", "tasks_open", "task_open", "supervision_open"}


def test_all_kinds_of_steps_at_once_while_the_sweep_runs():
    town = build_town()
    for turn in range(3):
        case, quiet = in_hand(town), in_hand(town)
        errands = crowd_of(town, case)
        assert len(errands) == CROWD
        turned = errands[turn * 7 :] + errands[: turn * 7]
        answers = at_once([*turned, *[lambda: escalate_due(now=NEARLY)] * 3])
        faults = [a for a in answers if isinstance(a, Exception) and not isinstance(a, CenterError)]
        assert faults == []
        refused = [a.code for a in answers if isinstance(a, CenterError)]
        assert set(refused) <= REFUSALS
        must_be_whole(case)
        by_sweep = set(by_the_sweep(case).values_list("version", flat=True))
        # Three steps had led the case in hand: dispatched, signed, contacted.
        assert case.version == 1 + 3 + (CROWD - len(refused)) + len(by_sweep)
        must_be_over(case)
        rungs = by_the_sweep(quiet).values_list("kind", "data__clock", "data__rung")
        assert len(rungs) == len(set(rungs)) > 0
        must_be_whole(quiet)


def by_the_sweep(case):
    return case.events.filter(actor_key=SWEEP.key)


def test_of_all_kinds_of_steps_at_one_version_one_is_done():
    town = build_town()
    case = in_hand(town)
    answers = at_once(crowd_of(town, case, expected_version=case.version))
    codes = Counter(a.code if isinstance(a, CenterError) else "done" for a in answers)
    assert codes == {"done": 1, "stale_version": CROWD - 1}
    missed = [a.details["changes"] for a in answers if isinstance(a, CenterError)]
    assert {change["version"] for changes in missed for change in changes} == {case.version + 1}
    must_be_whole(case)
    must_be_over(case)
