"""The demo as a newcomer finds it: every state and lamp, a consistent past, a file with the keys."""

import json
import re
import stat
from datetime import timedelta
from io import StringIO

import httpx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from django.db.models import Count, F

from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.escalate import escalate_due
from cases.models import CallBack, Case, CaseAttachment, CaseClock, CaseEvent, DispatchDecision, Requester
from cases.queries.attachments import photos_of
from cases.states import OPEN, TERMINAL, State
from command_center.demo import demo_file, making
from command_center.demo.simulator.running import Simulator
from deadlines.lamps import Lamp, lamp
from foundation.attachments import storage
from foundation.clock import now as present
from organizations.authentication import token_hash
from organizations.models import ApiClient, User
from organizations.roles import Role
from tests.dumping import dump
from tests.make import at

pytestmark = pytest.mark.django_db


def test_every_state_occurs(demo):
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)


def test_every_lamp_burns_on_an_open_case(demo):
    rows = Case.objects.filter(state__in=OPEN, due_at__isnull=False).values_list("due_at", "warn_at", "is_supervised")
    lamps = {lamp(due_at=due, warn_at=warn, now=demo.until, supervised=s) for due, warn, s in rows}
    assert lamps == set(Lamp)


def test_some_cases_wait_for_a_person_and_some_are_in_their_second_round(demo):
    assert Case.objects.filter(is_held=True).count() >= 2
    assert Case.objects.filter(round=2, state="handling").exists()


def test_an_overdue_case_was_escalated(demo):
    late = Case.objects.filter(state="handling", due_at__lt=demo.until).first()
    assert late is not None
    actions = set(late.clocks.get(kind="handle").escalations.values_list("action", flat=True))
    assert actions >= {"remind", "overdue"}
    assert set(late.events.values_list("kind", flat=True)) >= actions


def test_the_first_sweeps_find_nothing_to_do(demo):
    assert escalate_due(now=demo.until).rows_fired == 0
    assert dispatch_waiting(now=demo.until).dispatched == 0


def test_nothing_lies_in_the_future(demo):
    assert not CaseEvent.objects.filter(at__gt=demo.until).exists()
    assert not CaseClock.objects.filter(stopped_at__gt=demo.until).exists()
    assert not CallBack.objects.filter(at__gt=demo.until).exists()


def test_the_past_reaches_back_whole_months(demo):
    first = Case.objects.order_by("received_at").first()
    assert at("2026-10-01 00:00") <= first.received_at < at("2026-10-02 00:00")


def test_no_clock_of_a_finished_case_runs(demo):
    assert not CaseClock.objects.filter(case__state__in=TERMINAL, state="running").exists()


def test_versions_count_what_happened_to_a_case(demo):
    for case in Case.objects.prefetch_related("events"):
        versions = [event.version for event in case.events.all()]
        assert versions == sorted(versions)
        assert set(versions) == set(range(1, case.version + 1))


def test_some_answered_cases_have_photos_taken_nearby(demo):
    links = CaseAttachment.objects.select_related("attachment", "case")
    assert links.count() == 24
    assert all(storage.is_there(link.attachment_id) for link in links)
    photos = [photo for link in links for photo in photos_of(link.case)]
    assert all(photo.metres < 100 and photo.link.attachment.taken_at < photo.link.at for photo in photos)


def test_every_dispatched_case_keeps_its_decision_and_its_lead(demo):
    dispatched = Case.objects.filter(dispatched_at__isnull=False)
    assert DispatchDecision.objects.values("case").distinct().count() == dispatched.count()
    leads = dispatched.filter(parties__part="lead", parties__organization=F("lead")).aggregate(n=Count("pk"))["n"]
    assert leads == dispatched.count()


def test_there_is_an_account_for_every_role_and_it_opens(demo, demo_content):
    assert {account["role"] for account in demo_content.accounts} == set(Role.values)
    account = next(a for a in demo_content.accounts if a["role"] == "dispatcher")
    dispatcher = User.objects.get(username=account["username"])
    assert dispatcher.check_password(account["password"])
    assert str(dispatcher) == "李调度"


def test_the_file_has_the_shape_that_others_read(demo):
    content = json.loads((demo.folder / "demo.json").read_text("utf-8"))
    assert set(content) == {"url", "accounts", "clients"}
    assert content["url"] == "http://testserver"
    assert all({"role", "username", "password"} <= set(account) for account in content["accounts"])
    assert all(set(client) == {"organization", "token", "scopes"} for client in content["clients"])


def test_the_first_client_that_may_write_orders_may_also_read(demo_content):
    writer = next(client for client in demo_content.clients if "orders:write" in client["scopes"])
    assert writer == demo_content.clients[0]
    assert "cases:read" in writer["scopes"]
    assert ApiClient.objects.get(token_hash=token_hash(writer["token"])).organization.kind == "city"


def test_only_its_owner_may_read_the_file(demo):
    assert stat.S_IMODE((demo.folder / "demo.json").stat().st_mode) == 0o600


def test_a_second_run_changes_the_address_alone(demo, demo_content, settings):
    settings.CENTER_MODE = "demo"
    before = Case.objects.count(), User.objects.count()
    call_command("demo", "--url", "http://127.0.0.1:9000", stdout=(said := StringIO()))
    assert (Case.objects.count(), User.objects.count()) == before
    assert demo_file.read() == demo_content.with_url("http://127.0.0.1:9000")
    assert "已在" in said.getvalue()


def test_a_lost_file_comes_back_with_new_tokens(demo, demo_content):
    demo_file.path().unlink()
    making.refresh(url=demo_content.url, now=demo.until)
    found = demo_file.read()
    assert found.accounts == demo_content.accounts
    assert [c["organization"] for c in found.clients] == [c["organization"] for c in demo_content.clients]
    assert found.clients[0]["token"] != demo_content.clients[0]["token"]
    assert ApiClient.objects.filter(token_hash=token_hash(found.clients[0]["token"])).exists()


@pytest.mark.parametrize("mode", ["production", "test"])
def test_only_a_demo_system_takes_demo_data(mode, settings):
    settings.CENTER_MODE = mode
    with pytest.raises(CommandError, match="演示系统"):
        call_command("demo")


def test_reference_data_can_be_loaded_again(demo):
    call_command("load_reference", stdout=(said := StringIO()))
    lines = said.getvalue().splitlines()
    assert len(lines) == 12
    assert all("新增 0" in line or "写入 0" in line for line in lines)


@pytest.mark.usefixtures("_one_connection")
def test_an_order_goes_its_way_through_the_real_api(demo, texts_town):
    """Posted, dispatched, signed, contacted, replied, reviewed, called back: every call by HTTP with a demo token."""
    http = httpx.Client(base_url="http://testserver", transport=httpx.WSGITransport(app=get_wsgi_application()))
    said, moment = [], present()
    cast = Simulator(http, clock=lambda: moment, say=said.append, town=texts_town, pace=1000).cast()
    for _ in range(4):
        moment += timedelta(seconds=1)
        cast.city.send(moment)
    dispatch_waiting(now=moment)
    sent = Case.objects.filter(order_no__contains="-L")
    leads = set(sent.values_list("lead__short_name", flat=True))
    for _ in range(6):
        moment += timedelta(seconds=5)
        for desk in (*(unit for unit in cast.units if unit.own in leads), cast.centre):
            desk.look(moment)
    assert sent.count() == 4
    assert sent.filter(state__in=["handling", "replied", "callback", "closed"]).exists()
    assert all(int(line.rsplit(" ", 1)[1]) in {200, 201} for line in said)
    assert not [line for line in said if "1990000" in line]


def test_a_dump_of_the_demo_holds_no_callers_number_and_no_name_in_its_case(demo):
    text = dump()
    assert re.findall(r"1990000\d{4}", text) == []
    told = {case.pk: f"{case.title}{case.content}{case.address}" for case in Case.objects.all()}
    named = Requester.objects.exclude(phone_hash="")
    assert named.exists()
    assert [one.pk for one in named if one.name and one.name in told[one.case_id]] == []
