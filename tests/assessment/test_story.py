"""A month is settled, a street objects to two cases, one is excluded; approved, published, corrected."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessment.actions.adjust import adjust
from assessment.actions.approve import approve
from assessment.actions.archive import archive
from assessment.actions.correct import correct
from assessment.actions.decide_adjustment import decide_adjustment
from assessment.actions.decide_objection import decide_objection
from assessment.actions.object_to import object_to
from assessment.actions.open_objections import open_objections
from assessment.actions.publish import publish
from assessment.actions.recompute import recompute
from assessment.actions.withdraw import withdraw
from assessment.models import ExclusionReason, Publication, Score, Subject
from assessment.queries.runs import publication_in_force, run_in_force
from kernel.errors import Invalid, NotAllowed, Refused
from tests import make
from tests.assessment import making
from tests.assessment.conftest import called
from tests.make import at

MONDAY = at("2026-11-02 09:00")
WINDOW_ENDS = at("2026-11-06 00:00")
AFTER = at("2026-11-06 09:00")


def totals(run) -> dict[str, tuple]:
    return {s.subject_name: (s.raw_total, s.total, s.rank) for s in Score.objects.filter(run=run)}


def in_objection(month):
    done = making.settled(month.scheme, now=MONDAY)
    return open_objections(done.settlement.pk, actor=month.assessor, now=MONDAY)


def objection(month, settlement, n, **facts):
    usual = {"reason": ExclusionReason.WRONG_DATA, "words": "重复录入", "actor": month.street, "now": MONDAY}
    return object_to(settlement.pk, matter="case", ref=month.cases[n].pk, **(usual | facts))


def published(month, settlement, *, reason=""):
    recompute(settlement.pk, actor=month.assessor, now=AFTER)
    approve(settlement.pk, actor=month.leader, now=AFTER)
    return publish(settlement.pk, reason=reason, actor=month.assessor, now=AFTER)


def test_a_month_from_settling_to_its_second_version(month):
    first = making.settled(month.scheme, now=MONDAY)
    assert totals(first.run) == {"甲河街道": (16, 16, 2), "乙河街道": (20, 20, 1)}
    settlement = in_objection(month)
    assert settlement.objections_until == WINDOW_ENDS
    right, wrong = objection(month, settlement, 3), objection(month, settlement, 4)
    decide_objection(right.pk, is_excluded=True, actor=month.assessor, now=MONDAY)
    decide_objection(wrong.pk, is_excluded=False, opinion="事实清楚", actor=month.assessor, now=MONDAY)
    one = published(month, settlement)
    assert (one.version, one.run.revision) == (1, 2)
    assert totals(one.run)["甲河街道"] == (Decimal(16), Decimal("17.50"), 2)
    assert [(row["total_before"], row["total_after"]) for row in one.run.difference] == [("16.00", "17.50")]
    called(month.cases[6], "2026-10-20 10:00", solved="no")
    correct(settlement.pk, reason="漏录一次回访", actor=month.assessor, now=AFTER)
    assert publication_in_force(settlement) == one
    two = published(month, settlement, reason="漏录一次回访")
    assert (two.version, two.run.revision, publication_in_force(settlement)) == (2, 3, two)
    changes = {row["name"]: (row["total_before"], row["total_after"], row["rank_after"]) for row in two.difference}
    assert changes == {"乙河街道": ("20.00", "15.00", 2), "甲河街道": ("17.50", "17.50", 1)}
    assert totals(Publication.objects.get(pk=one.pk).run)["乙河街道"] == (20, 20, 1)
    assert archive(settlement.pk, actor=month.assessor, now=AFTER).state == "archived"
    kinds = list(settlement.events.values_list("kind", flat=True))
    assert kinds[:2] + kinds[-2:] == ["collecting", "settled", "published", "archived"]


def test_what_is_excluded_says_why_and_stays_in_the_raw_figure(month):
    settlement = in_objection(month)
    made = objection(month, settlement, 3)
    decide_objection(made.pk, is_excluded=True, actor=month.assessor, now=MONDAY)
    run = recompute(settlement.pk, actor=month.assessor, now=AFTER).run
    key = month.town.streets[0].code
    fact = (key, "case", month.cases[3].pk, "excluded", "wrong_data", Decimal(0), Decimal(1))
    assert fact in making.facts_of(run, "resolution_rate")
    (item,) = Score.objects.get(run=run, subject__key=key).items.filter(run_item__indicator="resolution_rate")
    assert (item.raw_denominator, item.denominator, item.excluded_count) == (5, 4, 1)
    assert (item.raw_figure, item.figure) == (60, 75)


def test_only_the_subject_objects_and_only_to_what_counted(month):
    settlement = in_objection(month)
    with pytest.raises(NotAllowed):
        objection(month, settlement, 3, actor=make.person(month.town.department, "department_officer"))
    with pytest.raises(NotAllowed):
        objection(month, settlement, 3, actor=month.assessor)
    with pytest.raises(Invalid) as refusal:
        objection(month, settlement, 6)
    assert refusal.value.errors[0].code == "not_counted"
    objection(month, settlement, 3)
    for when, code in ((MONDAY, "objected_already"), (AFTER, "window_closed")):
        with pytest.raises(Refused) as refused:
            objection(month, settlement, 3, now=when)
        assert refused.value.code == code


def test_nothing_is_recomputed_before_everybody_was_heard(month):
    settlement = in_objection(month)
    made = objection(month, settlement, 3)
    for when, code in ((WINDOW_ENDS, "window_open"), (AFTER, "objections_open")):
        with pytest.raises(Refused) as refused:
            recompute(settlement.pk, actor=month.assessor, now=when)
        assert refused.value.code == code
    decide_objection(made.pk, is_excluded=False, opinion="不成立", actor=month.assessor, now=AFTER)
    done = recompute(settlement.pk, actor=month.assessor, now=AFTER)
    assert (done.is_new, done.run.revision, done.settlement.state) == (False, 1, "adjusted")


def test_points_are_proposed_by_one_and_approved_by_another(month):
    settlement = in_objection(month)
    subject = Subject.objects.get(key=month.town.streets[0].code)
    facts = {"subject": subject, "kind": "bonus", "points": Decimal(3), "ground": "市级表扬"}
    made = adjust(settlement.pk, **facts, actor=month.assessor, now=MONDAY)
    with pytest.raises(NotAllowed):
        decide_adjustment(made.pk, is_approved=True, actor=month.assessor, now=MONDAY)
    recompute(settlement.pk, actor=month.assessor, now=AFTER)
    with pytest.raises(Refused) as refused:
        approve(settlement.pk, actor=month.leader, now=AFTER)
    assert refused.value.code == "adjustments_open"
    decide_adjustment(made.pk, is_approved=True, actor=month.leader, now=AFTER)
    run = recompute(settlement.pk, actor=month.assessor, now=AFTER).run
    assert totals(run)["甲河街道"] == (16, 19, 2)


def test_fines_are_no_ground_for_points(month):
    settlement = in_objection(month)
    subject = Subject.objects.first()
    with pytest.raises(Invalid) as refusal:
        adjust(
            settlement.pk,
            subject=subject,
            kind="bonus",
            points=Decimal(3),
            ground="罚款完成多",
            actor=month.assessor,
            now=MONDAY,
        )
    assert refusal.value.errors[0].code == "penalties"


def test_a_veto_leaves_nothing(month):
    settlement = in_objection(month)
    subject = Subject.objects.get(key=month.town.streets[1].code)
    made = adjust(settlement.pk, subject=subject, kind="veto", ground="重大事故", actor=month.assessor, now=MONDAY)
    decide_adjustment(made.pk, is_approved=True, actor=month.leader, now=MONDAY)
    run = recompute(settlement.pk, actor=month.assessor, now=AFTER).run
    assert totals(run)["乙河街道"] == (20, 0, 2)


def test_what_is_withdrawn_is_not_shown(month):
    settlement = in_objection(month)
    published(month, settlement)
    withdraw(settlement.pk, reason="数据源有误", actor=month.assessor, now=AFTER)
    assert publication_in_force(settlement) is None
    assert published(month, settlement, reason="已核对").version == 2


def test_a_correction_says_why(month):
    settlement = in_objection(month)
    published(month, settlement)
    with pytest.raises(Invalid):
        correct(settlement.pk, reason=" ", actor=month.assessor, now=AFTER)
    correct(settlement.pk, reason="漏录", actor=month.assessor, now=AFTER)
    with pytest.raises(Invalid):
        published(month, settlement)


def told(*arguments) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_published_scores_are_verified_from_their_facts(month, monkeypatch):
    settlement = in_objection(month)
    published(month, settlement)
    assert "1 次发布、2 个得分，0 处不符" in told("verify_scores")
    run = run_in_force(settlement)
    score = run.scores.get(subject_name="甲河街道")
    make_false(score, total=99)
    with pytest.raises(CommandError, match="1 处不符"):
        told("verify_scores")


def make_false(row, **columns):
    """Past every trigger, as only whoever owns the server can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        type(row).objects.filter(pk=row.pk).update(**columns)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_fact_that_was_made_false_is_noticed(month):
    settlement = in_objection(month)
    published(month, settlement)
    fact = run_in_force(settlement).items.first().facts.first()
    make_false(fact, value=0, side="denominator")
    with pytest.raises(CommandError):
        told("verify_scores")
