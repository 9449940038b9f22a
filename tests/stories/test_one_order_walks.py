"""The story of the house: posted by HTTP, dispatched by the real worker, signed in a browser, escalated by beat."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from cases.models import Case, CaseEscalation, CaseEvent
from notices.models import Notice
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.conftest import build_town

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def until(true, *, seconds=60.0):
    """Waits for something that other processes do; the test fails when it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.2)
    raise AssertionError("waited in vain")


@pytest.fixture
def worker_and_beat(tmp_path):
    """The real Celery worker and beat on this test's own database."""
    name, parts = settings.DATABASES["default"]["NAME"], os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{parts[0]}/{name}", "REDIS_URL": settings.REDIS_URL}
    celery = [sys.executable, "-m", "celery", "-A", "command_center"]
    commands = (
        [*celery, "worker", "--pool=solo", "--loglevel=WARNING", f"--hostname=story-{os.getpid()}"],
        [*celery, "beat", "--loglevel=WARNING", f"--schedule={tmp_path}/beat", f"--pidfile={tmp_path}/beat.pid"],
    )
    processes = [subprocess.Popen(command, cwd=ROOT, env=env) for command in commands]
    yield
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def post(live_server):
    """The city's platform, posting orders over real HTTP."""
    town = build_town()
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    now = datetime.now(UTC)
    token = issue_token(town.city, name="市热线", scopes=["orders:write"], actor=admin, now=now).token

    def send(number, **facts):
        order = {
            "order_no": number,
            "source": "12345",
            "received_at": (now - timedelta(hours=1)).isoformat(),
            "request_kind": "help",
            "title": "路灯不亮",
            "content": "路口东侧三盏路灯全灭，夜里看不清台阶。",
            "location": {"street": "甲河街道"},
        } | facts
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = Request(f"{live_server.url}/api/v1/orders/", json.dumps(order).encode(), headers)
        with urlopen(request) as answer:
            return json.load(answer)["case_no"]

    send.town = town
    return send


def case_in(state, case_no):
    return lambda: Case.objects.filter(case_no=case_no, state=state).first()


def test_the_worker_dispatches_one_order_and_escalates_the_late_one_once(post, worker_and_beat):
    in_time = post("热线-1")
    late = post("热线-2", reply_due_at=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    for case_no in (in_time, late):
        until(case_in("dispatched", case_no))
    overdue = CaseEscalation.objects.filter(clock__case__case_no=late, clock__kind="handle", action="overdue")
    until(overdue.exists)
    assert overdue.count() == 1
    assert CaseEvent.objects.filter(case__case_no=late, kind="overdue", text__startswith="办理").count() == 1
    assert Notice.objects.filter(subject_id=late, kind="case.overdue").count() == 1
    assert not CaseEscalation.objects.filter(clock__case__case_no=in_time, clock__kind="handle").exists()


@pytest.mark.browser
def test_a_street_signs_the_dispatched_order_in_a_browser(post, worker_and_beat, enter, make_user):
    operator = make_user(post.town.streets[0], Role.STREET_OPERATOR, name="甲街经办")
    case_no = post("热线-3")
    until(case_in("dispatched", case_no))
    page = enter(operator)
    page.goto(f"/desk/cases/{case_no}/")
    page.get_by_role("button", name="签收").click()
    signed = until(case_in("handling", case_no))
    page.get_by_text("办理中").first.wait_for()
    assert signed.events.get(kind="signed").actor_label == "甲街经办"
