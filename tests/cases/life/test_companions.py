"""One case and all that is around it, read by statements that are written out: it is what the ORM reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.assist import assist
from cases.actions.contact import contact
from cases.actions.link import link
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.request_extension import request_extension
from cases.actions.supervise import supervise
from cases.models import CallBack, CaseAlert, CaseAttachment, Requester
from cases.queries.attachments import photos_of
from cases.queries.case_rows import lock_with_companions, read_case
from cases.queries.companions import companions_of
from cases.queries.reading import for_reading, visible_case_id, visible_with_companions
from cases.queries.visibility import visible_to
from cases.rules.orders import Whereabouts
from kernel.errors import NotFound
from organizations.models import Organization
from organizations.roles import Role
from organizations.secrets import SecretUnreadable
from tests import make
from tests.cases.life.making import in_hand
from tests.make import MORNING

NAMES = ("category", "street", "community", "unit_grid", "lead")


def columns(row):
    """As the database has them; a row without its key is no row."""
    loaded = row.__class__._meta.concrete_fields
    return {f.attname: getattr(row, f.attname) for f in loaded if f.attname not in row.get_deferred_fields()}


@pytest.fixture
def full(town, officer, supervisor, photo):
    """A case with something in every table around it."""
    case = in_hand(town, whereabouts=Whereabouts(street=town.area.streets[0].name))
    contact(case.pk, note="再约", photos=[photo(officer)], actor=officer, now=MORNING)
    link(case.pk, kind="whistle", ref="W-1", title="哨", state="报到中", holds_reply=True, actor=officer, now=MORNING)
    supervise(case.pk, reason="请说明", actor=supervisor, now=MORNING)
    assist(case.pk, organization=town.department, words="查明产权", actor=officer, now=MORNING)
    facts = {"units": Decimal(2), "reason": "材料未到", "is_requester_told": True}
    request_extension(case.pk, **facts, actor=officer, now=MORNING)
    CaseAlert.objects.create(case=case, words="燃气泄漏", raised_at=MORNING)
    for minutes in (1, 2):
        at = MORNING + timedelta(minutes=minutes)
        CallBack.objects.create(case=case, round=1, at=at, actor_label="回访员", is_reached=False)
    return case


def test_the_case_is_the_one_the_orm_reads(full, town, supervisor):
    second = make.case(sender=town.city)
    merge(second.pk, main=full, reason="同一事", actor=supervisor, now=MORNING)
    for pk in (full.pk, second.pk):
        read, known = read_case(pk), for_reading(type(full).objects.all()).get(pk=pk)
        assert columns(read) == columns(known)
        assert [str(getattr(read, name)) for name in NAMES] == [str(getattr(known, name)) for name in NAMES]
        assert (read.main_no, read.followers_count) == (known.main_no, known.followers_count)
    assert read_case(full.pk).followers_count == 1
    assert (read_case(second.pk).main_no, read_case(full.pk).main_no) == (full.case_no, None)


def test_what_is_around_it_is_what_the_orm_reads(full):
    around = companions_of(full)
    assert columns(around.requester) == columns(Requester.objects.defer("address", "words").get(case=full))
    for read, known in (
        (around.clocks, full.clocks.order_by("id")),
        (around.parties, full.parties.order_by("id")),
        (around.applications, full.applications.all()),
        (around.tasks, full.tasks.all()),
        (around.links, full.links.all()),
        (around.calls, full.callbacks.all()),
        ([around.decision], full.decisions.all()[:1]),
        ([around.supervision], full.supervisions.all()),
        ([photo.link for photo in around.photos], CaseAttachment.objects.filter(case=full)),
    ):
        assert list(map(columns, read)) == list(map(columns, known)) != []
    assert [columns(p.link.attachment) for p in around.photos] == [columns(p.link.attachment) for p in photos_of(full)]
    assert [p.metres for p in around.photos] == [p.metres for p in photos_of(full)]
    assert around.has_alert


def test_names_and_clocks_of_what_is_around_cost_nothing_more(full, django_assert_num_queries):
    companions_of(full)
    with django_assert_num_queries(2):  # the stamp of the organizations, and all the rows
        around = companions_of(full)
        assert [str(task.organization) for task in around.handed_on] == ["城市管理委"]
        assert around.handed_on[0].clock is None or around.handed_on[0].clock in around.clocks
        assert around.waiting.organization == full.lead
        assert around.application.proposed is None


def test_the_door_locks_case_and_running_clocks_before_it_reads(full):
    lock_with_companions(full.pk)
    with CaptureQueriesContext(connection) as asked:
        lock_with_companions(full.pk)
    (locking,) = [one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"]]
    steps = [step.split()[:4] for step in locking.split(";\n")]
    assert [step[0] for step in steps] == ["SELECT", "SELECT", "EXECUTE"]
    assert [step[2:] for step in steps[:2]] == [["cases_case", "WHERE"], ["cases_caseclock", "WHERE"]]


def test_a_requester_that_cannot_be_read_is_in_nobodys_way_until_somebody_asks_who_it_is(full, officer):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_requester SET name = %s WHERE case_id = %s", [b"\x03old" + bytes(40), full.pk])
    note(full.pk, text="已到现场", actor=officer, now=MORNING)
    link(full.pk, kind="whistle", ref="W-2", title="哨", state="报到中", holds_reply=True, actor=officer, now=MORNING)
    _case, around = lock_with_companions(full.pk)
    with pytest.raises(SecretUnreadable):
        assert around.requester


@pytest.mark.parametrize(
    "column",
    [
        "cases_case.title", "cases_case.address", "cases_case.hold_reason", "cases_category.name", "grid_street.name",
        "grid_community.name", "grid_unitgrid.name",
    ],
)  # fmt: skip
def test_a_column_that_was_made_wider_is_read_by_a_question_planned_before(full, column):
    lock_with_companions(full.pk)
    table, name = column.split(".")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} TYPE varchar(999)")
    assert lock_with_companions(full.pk)[0] == full


def test_a_case_that_is_not_there_is_none(db):
    assert (read_case(10**9), lock_with_companions(10**9)) == (None, None)


def test_a_case_is_found_by_its_number_for_whoever_sees_it(town, full):
    people = [make.person(town.centre, role) for role in (Role.DISPATCHER, Role.INSPECTOR, Role.SYSTEM_ADMIN)]
    people += [make.person(one, Role.STREET_OPERATOR) for one in town.streets]
    people += [make.person(town.department, Role.DEPARTMENT_OFFICER), make.system(town.city, "cases:read")]
    for actor in people * 2:
        sees = visible_to(actor).filter(pk=full.pk).exists()
        try:
            assert visible_case_id(full.case_no, actor=actor) == full.pk
        except NotFound:
            assert not sees
        else:
            assert sees


def test_an_organization_that_is_closed_sees_nothing_from_then_on(town, full, officer):
    assert visible_with_companions(full.case_no, actor=officer)[0] == full
    Organization.objects.filter(pk=town.streets[0].pk).update(is_active=False)
    with pytest.raises(NotFound):
        visible_with_companions(full.case_no, actor=officer)
    Organization.objects.filter(pk=town.streets[0].pk).update(is_active=True)
    assert visible_with_companions(full.case_no, actor=officer)[0] == full
