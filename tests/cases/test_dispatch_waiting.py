import threading

import pytest
from django.db import OperationalError, connection

from cases.actions import dispatch_waiting as sweep_module
from cases.actions.classify import classify
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.locate import locate
from cases.actions.timing import by_limit
from cases.models import Case, CaseClock, CaseEvent, CatalogueRule, Category
from cases.queries.catalogue import Catalogue
from cases.queries.standards import limit_for
from cases.rules.orders import Whereabouts
from deadlines import clocks
from organizations.roles import Role
from tests import make
from tests.conftest import build_town
from tests.make import MORNING


def rule(**columns):
    return CatalogueRule.objects.create(**({"valid_from": "2020-01-01"} | columns))


def test_the_catalogue_decides_and_says_why(town):
    stall = Category.objects.get(code="030701")
    narrow = rule(category=stall, street=town.area.streets[0], target_kind="territorial_street")
    wide = rule(category=stall, organization=town.department)
    case = make.case(sender=town.city, category_code="030701", whereabouts=Whereabouts(street="甲河街道"))
    assert dispatch_waiting(now=MORNING).dispatched == 1
    case.refresh_from_db()
    decision = case.decisions.get()
    assert (case.state, case.lead_id) == ("dispatched", town.streets[0].pk)
    assert (decision.rule_id, decision.runner_up_id, decision.mode) == (narrow.pk, wide.pk, "catalogue")
    assert decision.reason == case.events.last().text


def test_a_known_street_without_category_gets_the_case_flagged(town):
    case = make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    dispatch_waiting(now=MORNING)
    case.refresh_from_db()
    assert (case.lead_id, case.needs_classification) == (town.streets[1].pk, True)
    assert case.decisions.get().mode == "territorial"
    assert case.parties.filter(organization=town.centre, part="supervising").exists()


def test_neither_street_nor_category_waits_for_the_dispatcher_and_leaves_the_others_alone(town):
    held = make.case(sender=town.city)
    make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    first, second = dispatch_waiting(now=MORNING), dispatch_waiting(now=MORNING)
    assert ((first.dispatched, first.held), (second.dispatched, second.held)) == ((1, 1), (0, 0))
    held.refresh_from_db()
    assert (held.state, held.is_held) == ("pending_dispatch", True)


@pytest.mark.parametrize("how", ["locate", "classify"])
def test_what_a_person_adds_puts_it_before_the_catalogue_again(town, how):
    stall = Category.objects.get(code="030701")
    rule(category=stall, organization=town.department)
    case = make.case(sender=town.city)
    dispatch_waiting(now=MORNING)
    operator = make.person(town.centre, Role.INTAKE_OPERATOR)
    if how == "locate":
        locate(case.pk, whereabouts=Whereabouts(street="甲河街道"), actor=operator, now=MORNING)
    else:
        classify(case.pk, category=stall, actor=operator, now=MORNING)
    assert dispatch_waiting(now=MORNING).dispatched == 1


def test_one_bad_case_is_held_and_the_rest_go_out(town):
    bad = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    good = make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    # A clock that waits for its signature already: the database refuses a second one, and with it the whole batch.
    chosen = limit_for("sign", category=None, urgency="general", flow="hotline", at=MORNING)
    clocks.start(CaseClock, bad, **by_limit(bad, "sign", chosen, holder=town.centre, at=MORNING, now=MORNING))
    result = dispatch_waiting(now=MORNING)
    assert (result.dispatched, result.failed) == (1, 1)
    assert set(Case.objects.filter(state="dispatched").values_list("pk", flat=True)) == {good.pk}
    assert set(Case.objects.filter(is_held=True).values_list("pk", flat=True)) == {bad.pk}


@pytest.fixture
def trouble(monkeypatch):
    """Makes deciding fail for one case."""

    def make_trouble(case, error):
        decide = Catalogue.decide

        def fail_on_bad(catalogue, one, *, at):
            if one.pk == case.pk:
                raise error
            return decide(catalogue, one, at=at)

        monkeypatch.setattr(Catalogue, "decide", fail_on_bad)

    return make_trouble


def test_whatever_goes_wrong_with_one_case_it_is_held_with_its_reason(town, trouble):
    bad, good = (make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道")) for _ in range(2))
    trouble(bad, KeyError("broken"))
    first, second = dispatch_waiting(now=MORNING), dispatch_waiting(now=MORNING)
    assert ((first.dispatched, first.failed), (second.dispatched, second.failed)) == ((1, 1), (0, 0))
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.is_held, bad.hold_reason, good.state) == (True, "自动派遣出错，请人工派遣", "dispatched")


def test_a_trouble_of_the_database_that_passes_leaves_the_case_for_the_next_beat(town, trouble, monkeypatch):
    bad, _good = (make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道")) for _ in range(2))
    trouble(bad, OperationalError("deadlock detected"))
    result = dispatch_waiting(now=MORNING)
    assert (result.dispatched, result.failed) == (1, 1)
    bad.refresh_from_db()
    assert (bad.state, bad.is_held) == ("pending_dispatch", False)
    monkeypatch.undo()
    assert dispatch_waiting(now=MORNING).dispatched == 1


def test_a_case_that_cannot_even_be_held_does_not_stop_the_others(town, trouble, monkeypatch):
    bad, good = (make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道")) for _ in range(2))
    trouble(bad, KeyError("broken"))
    monkeypatch.setattr(sweep_module, "hold", lambda case_id, **facts: {}[case_id])
    assert (result := dispatch_waiting(now=MORNING)).failed == 1
    good.refresh_from_db()
    assert (result.dispatched, good.state) == (1, "dispatched")


def test_the_reason_for_holding_fits_the_cause(town):
    town.streets[0].is_active = False
    town.streets[0].save()
    for facts in ({}, {"whereabouts": Whereabouts(street="甲河街道")}, {"category_code": "030701"}):
        make.case(sender=town.city, **facts)
    assert dispatch_waiting(now=MORNING).held == 3
    assert list(Case.objects.order_by("id").values_list("hold_reason", flat=True)) == [
        "类别和街道都不明，请定位或归类，或直接派遣",
        "甲河街道没有在用的街道办事处，目录也没有适用规则，请直接派遣",
        "街道不明，目录没有适用于该类别的规则，请定位或直接派遣",
    ]


def test_the_catalogue_never_sends_a_case_to_the_centre(town):
    rule(category=Category.objects.get(code="030701"), organization=town.centre)
    case = make.case(sender=town.city, category_code="030701", whereabouts=Whereabouts(street="甲河街道"))
    dispatch_waiting(now=MORNING)
    case.refresh_from_db()
    assert (case.lead_id, case.decisions.get().mode) == (town.streets[0].pk, "territorial")


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_send_each_case_once():
    town = build_town()
    for _ in range(40):
        make.case(sender=town.city, whereabouts=Whereabouts(street="甲河街道"))
    counts: list[int] = []

    def run() -> None:
        counts.append(dispatch_waiting(now=MORNING).dispatched)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 40
    assert CaseEvent.objects.filter(kind="dispatched").count() == 40
