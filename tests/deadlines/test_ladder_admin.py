"""The ladder's admin: whom a rung tells, the dry run of a draft, quiet hours."""

import pytest
from django.test import Client

from cases.actions.escalate import escalate_due
from deadlines.models import LadderRung, QuietHour
from deadlines.recipients import Recipient
from deadlines.rules import current_rules
from foundation import clock
from organizations.roles import Role
from tests import make
from tests.conftest import build_town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/deadlines/ladderrung/dry-run/"


@pytest.fixture
def town(transactional_db):
    return build_town()


@pytest.fixture
def browser(town):
    client = Client()
    client.force_login(make.user(town.centre, Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def late_case(town):
    """Received two hours ago, to be answered an hour later; the sweep has passed once."""
    moment = clock.now()
    ago = moment.replace(microsecond=0) - 2 * HOUR
    case = make.case(sender=town.city, received_at=ago, now=ago, reply_due_at=ago + HOUR)
    escalate_due(now=moment)
    return case


HOUR = make.NOON - make.NOON.replace(hour=11)
NO_OFFSET = {"share": "", "after_n": "", "after_kind": ""}


def draft(*rungs: dict, **chosen: str) -> dict[str, str]:
    facts = {"clock_kind": "handle", "urgency": "", "organization_kind": ""} | chosen
    facts |= {"form-TOTAL_FORMS": str(len(rungs)), "form-INITIAL_FORMS": "0"}
    for index, rung in enumerate(rungs):
        row = NO_OFFSET | {"action": "remind", "name": "试"} | rung
        facts |= {f"form-{index}-{name}": str(value) for name, value in row.items()}
    return facts


def test_the_set_in_force_is_shown_beside_what_was_recorded(browser, late_case):
    answer = browser.get(PAGE)
    (_table, run), *_others = answer.context["runs"]
    rows = {tally.number: (tally.name, tally.would_fire, tally.recorded) for tally in run.tallies}
    assert rows[1] == ("临期提醒", 1, 1)
    assert rows[2] == ("已超期", 1, 1)
    assert late_case.case_no in answer.content.decode()
    assert 'value="已超期"' in answer.content.decode()


def test_a_draft_is_tried_and_nothing_is_written(browser, late_case):
    before = list(LadderRung.objects.values())
    half = {"number": 1, "share": "0.5"}
    soon = {"number": 2, "after_n": "0.5", "after_kind": "urgent_hour", "action": "notify_leader", "name": "报领导"}
    (_table, run), *_others = browser.post(PAGE, draft(half, soon, {})).context["runs"]
    assert [(t.number, t.name, t.would_fire) for t in run.tallies] == [(1, "试", 1), (2, "报领导", 1)]
    assert run.listed[0].due_at == late_case.due_at - HOUR / 2
    assert list(LadderRung.objects.values()) == before


@pytest.mark.parametrize(
    ("rungs", "sentence"),
    [
        ([{"number": 1}], "二者只填其一"),
        ([{"number": 1, "share": "0.5", "after_n": "1", "after_kind": "urgent_hour"}], "二者只填其一"),
        ([{"number": 1, "after_n": "1"}], "二者只填其一"),
        ([{"number": 1, "share": "0.5"}, {"number": 1, "share": "0.6"}], "级次不能重复"),
        ([{"number": 1, "share": "1.5"}], "1"),
        ([{"number": 1, "after_n": "NaN", "after_kind": "urgent_hour"}], ""),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_with_a_sentence(browser, rungs, sentence):
    answer = browser.post(PAGE, draft(*rungs))
    assert (answer.status_code, answer.context["runs"]) == (400, [])
    assert sentence in answer.content.decode()


def test_a_set_of_another_urgency_is_called_up_by_its_name(browser):
    answer = browser.get(PAGE, {"clock_kind": "handle", "urgency": "emergency"})
    assert answer.context["drafted"].forms[2].initial["after_n"] == 1


def test_the_dry_run_is_for_whoever_may_see_the_ladder(town):
    client = Client()
    auditor = make.user(town.centre, Role.AUDIT_ADMIN)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PAGE).status_code == 403


def test_a_rung_may_name_whom_it_tells(browser):
    rung = LadderRung.objects.get(clock_kind="sign", urgency="", number=2)
    facts = {
        name: "" if value is None else value
        for name, value in LadderRung.objects.filter(pk=rung.pk).values()[0].items()
    }
    facts |= {"recipients": ["holder", "superior_duty"]}
    address = f"/admin/deadlines/ladderrung/{rung.pk}/change/"
    assert browser.post(address, facts).status_code == 302
    found = [r for r in current_rules().ladder.rungs if r.clock_kind == "sign" and r.key == ("", "") and r.number == 2]
    assert found[0].hearers == (Recipient.HOLDER, Recipient.SUPERIOR_DUTY)
    assert "承办单位、上级单位值班人" in browser.get("/admin/deadlines/ladderrung/").content.decode()


def test_quiet_hours_are_set_there_and_count_at_once(browser):
    facts = {"urgency": "", "level": "", "starts_at": "22:00", "ends_at": "07:00", "valid_from": "2020-01-01"}
    assert browser.post("/admin/deadlines/quiethour/add/", facts).status_code == 302
    assert current_rules().quiet.spells == (QuietHour.objects.get().as_spell(),)
    answer = browser.post("/admin/deadlines/quiethour/add/", facts | {"valid_from": "2021-01-01", "ends_at": ""})
    assert "开始和结束须都填且不同" in answer.content.decode()
