"""One's own and another's: every address that takes an id × every role × every client, on both sides of the fence.

What is another organization's is not there (404); what one may not do is forbidden (403), whosever it is.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from cases.actions.dispatch import dispatch
from cases.imports.job import KIND
from cases.models import Case, CaseAttachment, CaseTask
from command_center.desk.steps import STEPS
from enforcement.actions.blow import blow
from enforcement.rules.blowing import Blow, Call
from foundation import clock
from foundation.models import Attachment, Job
from notices.models import Delivery, Endpoint, Notice
from organizations.actions.issue_token import issue_token
from organizations.models import Organization, User, UserSession
from organizations.permissions import table
from organizations.roles import CENTRE_ROLES, Role
from organizations.scopes import ApiScope
from tests import make
from tests.access.test_matrix import ADMIN, API, OPEN311, PAGES, POST_ONLY, ROUTES, SIGNED_IN
from tests.conftest import Town

# Name of the address → whose id it takes.
CASE, ORDER, NOTICE, JOB, DRAFT, SESSION = "case", "order", "notice", "job", "draft", "session"
EXPORT = "export"
ENDPOINT = "endpoint"
ATTACHMENT = "attachment"
WHISTLE, SUMMONS = "whistle", "summons"
TAKES = {
    "desk:case": CASE,
    "desk:preview": CASE,
    "desk:moved": CASE,
    "desk:act": CASE,
    "desk:reveal": CASE,
    "desk:print": CASE,
    "desk:docx": CASE,
    "desk:take_alert": CASE,
    "desk:whistle": WHISTLE,
    "desk:whistle_act": WHISTLE,
    "desk:summon_more": WHISTLE,
    "desk:site_code": WHISTLE,
    "desk:summons_act": SUMMONS,
    "field:summons": SUMMONS,
    "field:act": SUMMONS,
    "desk:attachment": ATTACHMENT,
    "api:attachment": ATTACHMENT,
    "desk:read_one": NOTICE,
    "desk:import": JOB,
    "desk:cancel_import": JOB,
    "desk:import_report": JOB,
    "desk:callback_report": JOB,
    "audit:export_file": EXPORT,
    "desk:export_file": EXPORT,
    "desk:match_columns": DRAFT,
    "desk:drop_upload": DRAFT,
    "end_session": SESSION,
    "api:order": ORDER,
    "api:webhook": ENDPOINT,
    "api:webhook-test": ENDPOINT,
    "api:webhook-deliveries": ENDPOINT,
    "api:webhook-redeliver": ENDPOINT,
}
TAKES |= {name: CASE for name in API if name.startswith("api:case") and name != "api:cases"}
TAKES |= {
    name: WHISTLE
    for name in API
    if name.startswith("api:whistle") and name not in {"api:whistles", "api:whistle-suggestions"}
}
TAKES |= {name: SUMMONS for name in API if name == "api:summons" or name.startswith("api:summons-")}
# For everybody who may look at all: what is published there names no organization.
PUBLIC = {"open311:service", "open311:request", "open311:token"}
# The token in the address says who looks: tests/wall.
BY_TOKEN = {"wall", "wall_board"}
# Jobs of one's own that have made no file here.
WITHOUT_FILE = {"desk:import_report", "desk:callback_report", "audit:export_file", "desk:export_file"}
ID_OF = {
    CASE: ("<slug:case_no>", "<str:case_no>"),
    ORDER: ("<str:order_no>",),
    NOTICE: ("<int:notice_id>",),
    JOB: ("<int:job_id>",),
    EXPORT: ("<int:job_id>",),
    DRAFT: ("<slug:folder>",),
    SESSION: ("<slug:key>",),
    ENDPOINT: ("<int:endpoint_id>",),
    ATTACHMENT: ("<uuid:attachment_id>",),
    WHISTLE: ("<str:number>", "<slug:whistle_no>"),
    SUMMONS: ("<str:number>", "<slug:summons_no>"),
}
# Who sees the whole district: for them no case is another's.
SEES_ALL = CENTRE_ROLES


@dataclass
class Side:
    """One organization with a thing of each kind that is its own."""

    things: dict[str, str]

    def address(self, name: str, action: str = "sign") -> str:
        route = ROUTES[name].replace("<slug:action>", action).replace("<slug:verb>", "close")
        route = route.replace("<int:delivery_id>", self.things["delivery"])
        for part in ID_OF[TAKES[name]]:
            route = route.replace(part, self.things[TAKES[name]])
        return "/" + route


def side_of(town: Town, home: Organization, lead: Organization, *, owner: User) -> Side:
    """`lead` is the unit that the case goes to; whoever is of a community has it in that community."""
    case = make.case(sender=town.city)
    dispatch(case.pk, target=lead, actor=make.person(town.centre, Role.DISPATCHER), now=make.MORNING)
    if home.community_id:
        Case.objects.filter(pk=case.pk).update(community=home.community_id, street=lead.street_id)
    if Role.INSPECTOR in owner.roles:  # his are the cases he was sent to
        CaseTask.objects.create(
            case=case, kind="check", round=1, organization=home, person_key=owner.actor.key, words="核查",
            issued_at=make.MORNING, issued_by_label="",
        )  # fmt: skip
    notice = Notice.objects.create(
        organization=home, kind="case.urged", title="催办", subject_kind="case", subject_id=case.case_no,
        created_at=make.MORNING,
    )  # fmt: skip
    job = Job.objects.create(
        kind=KIND, title="来件", actor_key=owner.actor.key, organization_id=home.pk, created_at=make.MORNING,
        expires_at=make.MORNING + timedelta(days=1),
    )  # fmt: skip
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    session = UserSession.objects.filter(user=owner).latest("started_at")
    return Side(
        {
            CASE: case.case_no,
            ORDER: case.order_no,
            NOTICE: str(notice.pk),
            JOB: str(job.pk),
            EXPORT: str(job.pk),
            DRAFT: "0" * 32,
            SESSION: session.pk,
            ATTACHMENT: str(photo_of(case).pk),
            **endpoint_of(home),
            **whistle_of(town, home),
        }
    )


def whistle_of(town: Town, home: Organization) -> dict[str, str]:
    """A whistle that a street blew for a department; what one has nothing to do with is between two others."""
    office = home if home.kind == "street" else town.streets[0]
    department = home if home.kind == "department" else make.organization(parent=town.centre)
    facts = Blow("enforcement", "联合整治", (Call(department.pk, "综合执法"),))
    whistle = blow(facts, actor=make.person(office, Role.STREET_LEADER), now=make.MORNING)
    return {WHISTLE: whistle.number, SUMMONS: whistle.summonses.get().number}


def photo_of(case: Case) -> Attachment:
    """A photo that hangs on the case; who may see it needs no file."""
    photo = Attachment.objects.create(
        uploader_key="user:0", sha256="0" * 64, kind="image", media_type="image/jpeg", name="a.jpg", size=1,
        created_at=make.MORNING,
    )  # fmt: skip
    facts = {"role": "evidence", "version": 1, "at": make.MORNING}
    CaseAttachment.objects.create(case=case, attachment=photo, **facts)
    return photo


def endpoint_of(home: Organization) -> dict[str, str]:
    """An address to be told at, and something sent to it."""
    endpoint = Endpoint.objects.create(
        organization=home, url=f"https://{home.code}.example/{home.endpoints.count()}", secret="whsec_x",
        created_at=make.MORNING,
    )  # fmt: skip
    delivery = Delivery.objects.create(
        channel="webhook", endpoint=endpoint, kind="case.closed", subject_kind="case", subject_id="x", version=1,
        happened_at=make.MORNING, created_at=make.MORNING, next_try_at=make.MORNING,
    )  # fmt: skip
    return {ENDPOINT: str(endpoint.pk), "delivery": str(delivery.pk)}


def homes(town: Town) -> dict[Role, Organization]:
    """Where each role sits when it has something of its own."""
    units = {
        Role.STREET_OPERATOR: town.streets[0],
        Role.STREET_LEADER: town.streets[0],
        Role.INSPECTOR: town.streets[0],
        Role.COMMUNITY_WORKER: town.communities[0],
        Role.DEPARTMENT_OFFICER: town.department,
    }
    return {role: units.get(role, town.centre) for role in Role}


@pytest.fixture
def neighbour(town) -> Side:
    """The second street, with which nobody of the first has anything to do."""
    return side_of(town, town.streets[1], town.streets[1], owner=make.user(town.streets[1], Role.STREET_OPERATOR))


def seats(town):
    """(role, browser, own side) for every role."""
    for role, home in homes(town).items():
        user = make.user(home, role)
        lead = home if home.kind in {"street", "department"} else town.streets[0]
        own = side_of(town, home, lead, owner=user)
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        yield role, browser, own


def method_of(name: str) -> str:
    if name in API:
        return API[name][0].split()[0]
    return "POST" if name in POST_ONLY | {"end_session"} else "GET"


def may(role: Role, name: str) -> bool:
    who = API[name][1] if name in API else PAGES[name]
    return who == SIGNED_IN or role in table()[who].roles


def ask(browser: Client, name: str, address: str):
    """Asked, and taken back when it removes something: the next to ask must find it."""
    with transaction.atomic():
        answer = browser.generic(method_of(name), address, "{}", content_type="application/json")
        transaction.set_rollback(method_of(name) == "DELETE")
    return answer


def test_every_address_with_an_id_says_whose_it_is():
    assert {name for name, route in ROUTES.items() if "<" in route} == set(TAKES) | PUBLIC | BY_TOKEN
    assert PUBLIC < OPEN311
    assert ADMIN not in TAKES.values()


def test_what_is_anothers_is_not_there_for_any_role(town, neighbour, walked):
    wrong, count = [], 0
    for role, browser, _own in seats(town):
        for name, kind in TAKES.items():
            status = ask(browser, name, neighbour.address(name)).status_code
            if not may(role, name):
                expected = {403}
            elif kind in {CASE, ORDER, ATTACHMENT, WHISTLE, SUMMONS} and role in SEES_ALL:
                expected = {200, 303, 400, 403, 409, 410, 412}  # theirs as well; 403 by the rules of the case itself
            elif name == "desk:drop_upload":
                expected = {302}  # what is not there is thrown away already
            else:
                expected = {404}
            count += 1
            if status not in expected:
                wrong.append((role.value, name, status))
    walked(count)
    assert wrong == []


def test_what_is_ones_own_is_there(town, walked):
    wrong, count = [], 0
    for role, browser, own in seats(town):
        for name, kind in TAKES.items():
            if kind == DRAFT or name in WITHOUT_FILE or not may(role, name):
                continue
            status = ask(browser, name, own.address(name)).status_code
            count += 1
            if status == 404:
                wrong.append((role.value, name, status))
    walked(count)
    assert wrong == []


def test_no_action_of_the_desk_reaches_anothers_case(town, neighbour, walked):
    before = Case.objects.values().get(case_no=neighbour.things[CASE])
    wrong, count = [], 0
    for role, browser, _own in seats(town):
        if role in SEES_ALL:
            continue
        for action in STEPS:
            status = browser.post(neighbour.address("desk:act", action), {"version": before["version"]}).status_code
            count += 1
            if status != (404 if may(role, "desk:act") else 403):
                wrong.append((role.value, action, status))
    walked(count)
    assert wrong == []
    assert Case.objects.values().get(case_no=neighbour.things[CASE]) == before


def clients(town, organization, *scopes):
    admin = make.person(town.centre, Role.SYSTEM_ADMIN)
    issued = issue_token(
        organization, name=f"接口 {scopes[0]} {len(scopes)}", scopes=scopes, actor=admin, now=clock.now()
    )
    return Client(headers={"Authorization": f"Bearer {issued.token}"})


def test_a_client_reaches_what_is_its_organizations_by_scope_and_nothing_else(town, neighbour, walked):
    wrong, count = [], 0
    for scope in ApiScope.values:
        theirs, foreign = clients(town, town.streets[1], scope), clients(town, town.streets[0], scope)
        for name in sorted(set(TAKES) & set(API)):
            allowed = scope in table()[API[name][1]].scopes
            here, there = (ask(c, name, neighbour.address(name)).status_code for c in (theirs, foreign))
            count += 2
            if there != (404 if allowed else 403):
                wrong.append((scope, name, "foreign", there))
            sees = TAKES[name] != ATTACHMENT or scope in table()["cases.read"].scopes  # the photo hangs on a case
            if (not allowed and here != 403) or (allowed and (here == 404) == sees):
                wrong.append((scope, name, "own", here))
    walked(count)
    assert wrong == []


def test_a_list_holds_only_what_is_ones_own(town, neighbour):
    for role, browser, own in seats(town):
        if role in SEES_ALL or not may(role, "api:cases"):
            continue
        shown = {case["case_no"] for case in browser.get("/api/v1/cases/", {"limit": 200}).json()["results"]}
        assert own.things[CASE] in shown, role
        assert neighbour.things[CASE] not in shown, role
