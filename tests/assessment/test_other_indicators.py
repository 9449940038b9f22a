"""Density, posts, tasks of other units, entered values: each by a story with its border cases."""

from decimal import Decimal

import pytest

from assessment.actions.collect import collect
from assessment.actions.enter import enter
from assessment.actions.know_subjects import know_subjects
from assessment.models import ManualInput, Score
from cases.models import Case, CaseApplication, CaseClock, CaseEvent, CaseTask
from cases.rules.orders import Whereabouts
from foundation.models import Attachment
from kernel.errors import Invalid
from organizations.roles import Role
from tests import make
from tests.assessment import making
from tests.make import at

D = Decimal
IN, OUT = at("2026-10-31 23:59"), at("2026-11-01 00:00")


@pytest.fixture
def case(town):
    where = Whereabouts(street=town.area.streets[0].name)
    return make.case(
        sender=town.city, whereabouts=where, received_at=at("2026-10-05 09:00"), now=at("2026-10-05 09:00")
    )


def clock(case, kind, holder, *, due, stopped=None, state="met") -> CaseClock:
    CaseClock.objects.filter(case=case, kind=kind).delete()
    started = at("2026-10-05 09:00")
    times = {"started_at": started, "recorded_at": started, "warn_at": started, "due_at": due, "stopped_at": stopped}
    return CaseClock.objects.create(case=case, kind=kind, holder=holder, state=state, **times)


def sides(run, indicator) -> dict[int, str]:
    return {fact[2]: fact[3] for fact in making.facts_of(run, indicator)}


def task(case, kind, unit, *, due, stopped, state="met", outcome="done", person_key="") -> CaseTask:
    return CaseTask.objects.create(
        case=case,
        kind=kind,
        state="done",
        round=1,
        organization=unit,
        person_key=person_key,
        words="",
        clock=clock(case, {"assisting": "assist", "verification": "verify"}.get(kind, kind), unit, due=due,
                    stopped=stopped, state=state),
        issued_at=at("2026-10-05 09:00"),
        outcome=outcome,
        ended_at=stopped,
    )  # fmt: skip


@pytest.fixture
def helped(town, case):
    return case, town.department


@pytest.mark.parametrize(
    ("due", "stopped", "how", "side"),
    [
        (IN, at("2026-10-30 09:00"), ("met", "done"), "numerator"),
        (IN, at("2026-10-30 09:00"), ("met", "not_done"), "denominator"),
        (at("2026-10-29 09:00"), at("2026-10-30 09:00"), ("missed", "done"), "denominator"),
        (IN, at("2026-11-05 09:00"), ("missed", "done"), "denominator"),
        (OUT, OUT, ("met", "done"), None),
    ],
)
def test_a_task_of_another_unit_counts_when_it_was_due(helped, due, stopped, how, side):
    case, unit = helped
    made = task(case, "assisting", unit, due=due, stopped=stopped, state=how[0], outcome=how[1])
    run = making.settled(making.scheme("assist_on_time_rate", kind="department")).run
    assert sides(run, "assist_on_time_rate").get(made.pk) == side


@pytest.mark.parametrize(
    ("kind", "indicator"), [("verification", "on_time_verify_rate"), ("check", "on_time_check_rate")]
)
def test_an_inspectors_errands_count_for_the_inspector(town, case, kind, indicator):
    inspector = make.user(town.centre, Role.INSPECTOR)
    outcome = "true" if kind == "verification" else "passed"
    key = inspector.actor.key
    made = task(case, kind, town.centre, due=IN, stopped=at("2026-10-20 09:00"), outcome=outcome, person_key=key)
    run = making.settled(making.scheme(indicator, kind="post", role="inspector")).run
    assert making.facts_of(run, indicator) == {(key, "task", made.pk, "numerator", "", D(1), D(1))}


def test_a_dispatcher_answers_for_what_was_sent_by_hand(town, case):
    dispatcher = make.user(town.centre, Role.DISPATCHER)
    sent = at("2026-10-06 09:00")
    clock(case, "dispatch", town.centre, due=at("2026-10-05 12:00"), stopped=sent, state="missed")
    CaseEvent.objects.create(
        case=case, kind="dispatched", at=sent, actor_key=dispatcher.actor.key, actor_label="", text="", version=9
    )
    made = making.scheme("on_time_dispatch_rate", "accurate_dispatch_rate", kind="post", role="dispatcher")
    run = making.settled(made).run
    assert sides(run, "on_time_dispatch_rate") == {case.pk: "denominator"}
    assert sides(run, "accurate_dispatch_rate") == {case.pk: "numerator"}
    facts = {"case": case, "kind": "return", "state": "approved", "round": 1, "reason": "", "came_from": "handling"}
    CaseApplication.objects.create(**facts, organization=town.department, asked_at=sent, decided_at=IN)
    again = making.settled(made).run
    assert (again.revision, sides(again, "accurate_dispatch_rate")) == (2, {case.pk: "denominator"})


def test_an_inspectors_reports_are_valid_once_filed(town):
    inspector = make.user(town.centre, Role.INSPECTOR)
    facts = {"source": "inspector", "flow": "grid", "posted_by": inspector.actor.key}
    valid, void, waiting = (
        make.case(sender=town.city, received_at=at("2026-10-05 09:00"), now=at("2026-10-05 09:00")) for _ in range(3)
    )
    make.put(valid, "handling", filed_at=IN, lead=town.department, **facts)
    make.put(void, "cancelled", filed_at=at("2026-10-06 09:00"), closed_at=IN, **facts)
    make.put(waiting, "received", filed_at=None, **facts)
    run = making.settled(making.scheme("valid_report_rate", kind="post", role="inspector")).run
    expected = {valid.pk: "numerator", void.pk: "denominator", waiting.pk: "denominator"}
    assert sides(run, "valid_report_rate") == expected


def test_complaints_are_counted_against_the_area(town, case):
    void = make.case(
        sender=town.city, whereabouts=Whereabouts(street=town.area.streets[0].name), received_at=IN, now=IN
    )
    make.put(void, "cancelled", closed_at=IN)
    area = Case.objects.select_related("street").get(pk=case.pk).street.area_m2
    run = making.settled(making.scheme("complaint_density")).run
    facts = {fact for fact in making.facts_of(run, "complaint_density") if fact[0] == town.streets[0].code}
    weight = D(str(area / 1_000_000)).quantize(D("0.0001"), "ROUND_HALF_UP")
    assert facts == {
        (town.streets[0].code, "case", case.pk, "numerator", "", D(1), D(0)),
        (town.streets[0].code, "area", town.streets[0].pk, "denominator", "", D(0), weight),
    }


def test_whistles_are_counted_against_cases(town, case):
    from tests.assessment.whistles import Blown, write

    blown = Blown(0, "blown", IN, None, False, [], None)
    write([blown, Blown(0, "blown", OUT, None, False, [], None)], offices=town.streets, units=[town.department])
    run = making.settled(making.scheme("whistle_rate")).run
    key = town.streets[0].code
    assert making.facts_of(run, "whistle_rate") == {
        (key, "whistle", blown.ref, "numerator", "", D(1), D(0)),
        (key, "case", case.pk, "denominator", "", D(0), D(1)),
    }


def evidence(actor) -> Attachment:
    facts = {"uploader_key": actor.key, "uploader_label": "", "kind": "document", "media_type": "application/pdf"}
    return Attachment.objects.create(**facts, sha256="0" * 64, name="报告.pdf", size=1, created_at=IN, unused_until=OUT)


@pytest.fixture
def entering(town, monkeypatch):
    """A scheme of one entered value, and how to enter it."""
    monkeypatch.setattr("foundation.attachments.storage.is_there", lambda pk: True)
    assessor = make.person(town.centre, Role.ASSESSOR)
    settlement = collect(making.scheme("field_check"), making.PERIOD, actor=making.ASSESSOR, now=OUT)
    subject = next(iter(know_subjects(settlement.scheme)))

    def entering(value, *, indicator="field_check"):
        facts = {"indicator": indicator, "value": D(value), "provider": "考评机构", "evidence": evidence(assessor).pk}
        return enter(settlement.period, subject, **facts, actor=assessor, now=OUT)

    return settlement, subject, entering


def test_an_entered_value_counts_with_its_evidence_and_a_correction_replaces_it(entering):
    settlement, subject, enter_value = entering
    first = enter_value("80")
    assert {f[2:6] for f in making.facts_of(making.settled(settlement.scheme).run, "field_check")} == {
        (first.pk, "numerator", "", D(80))
    }
    second = enter_value("85.5")
    run = making.settled(settlement.scheme).run
    assert {fact[2] for fact in making.facts_of(run, "field_check")} == {second.pk}
    assert ManualInput.objects.get(pk=first.pk).replaced_at == OUT
    assert Score.objects.get(run=run, subject=subject).total == D("8.55")


@pytest.mark.parametrize(
    ("value", "indicator"), [("101", "field_check"), ("-1", "field_check"), ("90", "closure_rate")]
)
def test_only_what_nobody_counts_is_entered_and_out_of_a_hundred(entering, value, indicator):
    with pytest.raises(Invalid):
        entering[2](value, indicator=indicator)
