"""A case goes to others between the look-up of who acts and the lock: to them it is not there any more."""

import pytest

from cases.actions.assist import assist
from cases.actions.dispatch import dispatch
from cases.actions.note import note
from cases.actions.sign import sign
from cases.api.acting import base
from cases.models import Case, CaseParty
from cases.queries.case_rows import lock_with_companions
from cases.queries.seeing import sees
from cases.queries.visibility import visible_to
from kernel.errors import NotFound
from organizations.roles import Role
from tests import make
from tests.cases.life.making import in_hand
from tests.cases.test_api import Api, problem
from tests.make import MORNING


@pytest.fixture
def led(town):
    """Led by a department, in no area."""
    case = make.case(sender=town.city)
    return dispatch(case.pk, target=town.department, actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)


def take_away(case, to):
    """Another unit leads it from now on."""
    CaseParty.objects.filter(case=case).update(organization=to)
    Case.objects.filter(pk=case.pk).update(lead=to, version=9)


@pytest.fixture
def department(town, led, monkeypatch):
    """Its program, whose every case is taken from it while it waits for the lock."""

    def words(case_id, data):
        take_away(led, town.streets[0])
        return data

    monkeypatch.setattr(base, "veiled_for", words)
    return Api(town.department, "cases:read", "cases:act")


@pytest.mark.parametrize(
    ("action", "headers"), [("note", {}), ("sign", {}), ("sign", {"If_Match": '"v1"'}), ("note", {"If_Match": '"v1"'})]
)
def test_whoever_sees_it_no_more_neither_writes_nor_reads(town, led, department, action, headers):
    answer = department.post(f"/cases/{led.case_no}/{action}/", {"text": "还有一句"}, **headers)
    assert problem(answer) == (404, "not_found")
    assert not {"current", "changes"} & set(answer.json())
    assert str(town.streets[0]) not in answer.json()["detail"]
    assert led.events.filter(version__gt=2).count() == 0


def test_what_changed_is_not_shown_to_whom_it_has_left_since(town, led, monkeypatch):
    """The refusal itself undoes the lock."""
    read = base.with_companions

    def read_later(case_id):
        take_away(led, town.streets[0])
        return read(case_id)

    monkeypatch.setattr(base, "with_companions", read_later)
    department = Api(town.department, "cases:read", "cases:act")
    assert problem(department.post(f"/cases/{led.case_no}/sign/", If_Match='"v1"')) == (404, "not_found")


def test_at_the_desk_it_is_the_same(town, led):
    officer = make.person(town.department, Role.DEPARTMENT_OFFICER)
    sign(led.pk, actor=officer, now=MORNING)
    take_away(led, town.streets[0])
    with pytest.raises(NotFound):
        note(led.pk, text="还有一句", actor=officer, now=MORNING)


def test_what_is_at_hand_tells_what_the_list_tells(town):
    """Everybody, at cases led, assisted, sent, lying in a street, and in nobody's hands."""
    lead = make.person(town.streets[0], Role.STREET_OPERATOR)
    cases = [in_hand(town), make.case(sender=town.city), in_hand(town)]
    assist(cases[2].pk, organization=town.department, words="查明产权", actor=lead, now=MORNING)
    Case.objects.filter(pk=cases[1].pk).update(street=town.area.streets[1], community=town.area.communities[-1])
    people = [make.person(home, role) for home in (town.centre, *town.streets, town.department) for role in Role]
    people += [make.person(home, Role.STREET_OPERATOR, Role.INSPECTOR) for home in (town.centre, town.streets[0])]
    people += [make.system(home, "cases:read") for home in (town.city, *town.communities, town.centre)]
    told = set()
    for case in cases:
        at_hand, around = lock_with_companions(case.pk)
        for actor in people:
            seen = visible_to(actor).filter(pk=case.pk).exists()
            assert sees(at_hand, around, actor=actor) == seen, (case, actor)
            told.add(seen)
    assert told == {True, False}
