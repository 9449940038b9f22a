"""Cases that went their way by the actions themselves: what those write is what the indicators read."""

from datetime import date

import pytest

from cases.actions.callback import Answers, callback
from cases.actions.check import check
from cases.actions.contact import contact
from cases.actions.decide_return import decide_return
from cases.actions.dispatch import dispatch
from cases.actions.file import file
from cases.actions.merge import merge
from cases.actions.reply import reply
from cases.actions.request_return import request_return
from cases.actions.review import review
from cases.actions.sign import sign
from cases.models import CallBack, FilingStandard, HandlingRules
from cases.rules.orders import Whereabouts
from organizations.roles import Role
from tests import make
from tests.assessment import making
from tests.make import at

MONDAY, TUESDAY, FRIDAY = at("2026-10-12 09:30"), at("2026-10-13 09:30"), at("2026-10-16 09:30")


@pytest.fixture
def centre(town):
    HandlingRules.objects.create(valid_from=date(2020, 1, 1), is_after_photo_required=False)
    roles = (Role.INTAKE_OPERATOR, Role.DISPATCHER, Role.DUTY_SUPERVISOR, Role.CALLBACK_CLERK)
    return make.person(town.centre, *roles)


@pytest.fixture
def new(town):
    def new(**facts):
        where = Whereabouts(street=town.area.streets[0].name)
        return make.case(sender=town.city, whereabouts=where, received_at=MONDAY, now=MONDAY, **facts)

    return new


def officer(unit):
    return make.person(unit, Role.DEPARTMENT_OFFICER if unit.kind == "department" else Role.STREET_OPERATOR)


def sides(run, indicator) -> dict[tuple[str, int], str]:
    return {(fact[0], fact[2]): fact[3] for fact in making.facts_of(run, indicator)}


def handled(case, unit, centre, *, at_time) -> None:
    """Signed, spoken with, replied, accepted, called back: solved."""
    actor = officer(unit)
    sign(case.pk, actor=actor, now=at_time)
    contact(case.pk, note="已约", actor=actor, now=at_time)
    reply(case.pk, text="已处理", actor=actor, now=at_time)
    review(case.pk, is_accepted=True, actor=centre, now=at_time)
    answers = Answers(True, CallBack.Solved.YES, CallBack.Satisfied.SATISFIED)
    callback(case.pk, answers=answers, actor=centre, now=at_time)


def test_what_one_unit_gave_back_counts_for_the_next(town, centre, new):
    case, street, department = new(), town.streets[0], town.department
    dispatch(case.pk, target=department, actor=centre, now=MONDAY)
    second = make.organization(parent=town.centre)
    actor = officer(department)
    request_return(case.pk, reason="不属职责", basis="三定规定", actor=actor, now=MONDAY)
    decide_return(case.pk, is_approved=True, target=second, actor=centre, now=TUESDAY)
    handled(case, second, centre, at_time=FRIDAY)
    names = ("hotline_on_time_rate", "resolution_rate", "return_rate", "shirking_rate")
    run = making.settled(making.scheme(*names, kind="department")).run
    assert sides(run, "hotline_on_time_rate") == {(second.code, case.pk): "numerator"}
    assert sides(run, "resolution_rate") == {(second.code, case.pk): "numerator"}
    by_street = making.settled(making.scheme("resolution_rate", "return_rate", code="other")).run
    assert sides(by_street, "resolution_rate") == {(street.code, case.pk): "numerator"}


def test_a_failed_check_is_rework_and_no_lateness(town, centre, new):
    case, street = new(source="inspector"), town.streets[0]
    file(case.pk, standard=FilingStandard.objects.filter(flow="grid").first(), actor=centre, now=MONDAY)
    dispatch(case.pk, target=street, actor=centre, now=MONDAY)
    actor = officer(street)
    sign(case.pk, actor=actor, now=MONDAY)
    for when, is_passed in ((TUESDAY, False), (FRIDAY, True)):
        reply(case.pk, text="已清理", actor=actor, now=when)
        review(case.pk, is_accepted=True, actor=centre, now=when)
        check(case.pk, is_passed=is_passed, words="现场情况", actor=centre, now=when)
    names = ("rework_rate", "on_time_closure_rate", "closure_rate", "on_time_disposal_rate", "filing_rate")
    run = making.settled(making.scheme(*names)).run
    for name in names:
        assert sides(run, name) == {(street.code, case.pk): "numerator"}, name


def test_an_unsolved_case_is_due_once_however_many_rounds(town, centre, new):
    case, street = new(), town.streets[0]
    dispatch(case.pk, target=street, actor=centre, now=MONDAY)
    actor = officer(street)
    sign(case.pk, actor=actor, now=MONDAY)
    for when, solved in ((FRIDAY, CallBack.Solved.NO), (at("2026-11-03 09:30"), CallBack.Solved.YES)):
        contact(case.pk, note="已约", actor=actor, now=when)
        reply(case.pk, text="已处理", actor=actor, now=when)
        review(case.pk, is_accepted=True, actor=centre, now=when)
        callback(case.pk, answers=Answers(True, solved, CallBack.Satisfied.SATISFIED), actor=centre, now=when)
    made = making.scheme("hotline_on_time_rate", "resolution_rate")
    october, november = (making.settled(made, name=f"2026-{n}", now=at("2026-12-01 09:00")).run for n in (10, 11))
    key = (street.code, case.pk)
    assert (sides(october, "hotline_on_time_rate"), sides(november, "hotline_on_time_rate")) == (
        {key: "denominator"},
        {},
    )
    assert sides(october, "resolution_rate") == {key: "denominator"}
    assert sides(november, "resolution_rate") == {key: "numerator"}


def test_a_merged_case_counts_beside_its_main_case(town, centre, new):
    main, other = new(), new()
    for case in (main, other):
        dispatch(case.pk, target=town.streets[0], actor=centre, now=MONDAY)
    merge(other.pk, main=main, reason="同一事项", actor=centre, now=MONDAY)
    run = making.settled(making.scheme("complaint_density", "overdue_open_rate", "hotline_on_time_rate")).run
    both = {(town.streets[0].code, main.pk): "denominator", (town.streets[0].code, other.pk): "denominator"}
    assert sides(run, "hotline_on_time_rate") == both
