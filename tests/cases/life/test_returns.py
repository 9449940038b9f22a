"""退单: a unit objects, the centre decides; the citizen's clock runs on."""

from functools import partial

import pytest

from cases.actions.allowed import allowed_actions
from cases.actions.classify import classify
from cases.actions.decide_return import decide_return
from cases.actions.dispatch import dispatch
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.request_return import request_return
from cases.actions.sign import sign
from cases.actions.supervise import supervise
from cases.models import CatalogueRule, Category, SupervisionOrder
from cases.queries.lamps import lamp_of
from cases.queries.returns import rules_by_returns
from cases.rules.orders import Whereabouts
from kernel.errors import Invalid, Refused
from notices.models import Notice
from organizations.roles import Role
from tests import make
from tests.cases.life.making import decide_within, dispatched, in_hand
from tests.make import MORNING, at

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")
_WORDS = {"reason": "不在本街道辖区", "basis": "区划图"}


def clocks(case):
    return list(case.clocks.order_by("id").values_list("kind", "state", "holder__short_name"))


@pytest.fixture
def asked(town, officer):
    """A case that the first street gives back before it signed."""
    decide_within(4)
    case = dispatched(town)
    return request_return(case.pk, **_WORDS, proposed=town.department, actor=officer, now=TEN)


def test_who_objects_has_spoken_and_need_not_sign(asked, town):
    assert (asked.state, clocks(asked)) == (
        "return_requested",
        [
            ("dispatch", "met", "指挥中心"),
            ("handle", "running", "甲河街道"),
            ("sign", "met", "甲河街道"),
            ("decide", "running", "指挥中心"),
        ],
    )
    assert asked.events.last().text == "甲河街道 申请退单，建议派往 城市管理委：不在本街道辖区"
    assert Notice.objects.get(kind="case.application").organization_id == town.centre.pk


def test_the_citizens_lamp_stays_lit_while_the_centre_decides(asked):
    assert lamp_of(asked, now=at("2026-12-01 09:31")) == "red"


def test_a_return_refused(asked, town, officer, supervisor):
    back = decide_return(asked.pk, is_approved=False, opinion="在辖区内", actor=supervisor, now=ELEVEN)
    assert (back.state, back.lead, back.returned_count) == ("dispatched", town.streets[0], 0)
    assert clocks(back)[3:] == [("decide", "met", "指挥中心"), ("sign", "running", "甲河街道")]


def test_what_was_upheld_is_not_objected_to_again(asked, town, officer, supervisor):
    back = decide_return(asked.pk, is_approved=False, opinion="在辖区内", actor=supervisor, now=ELEVEN)
    assert "request_return" not in allowed_actions(back, actor=officer)
    sign(asked.pk, actor=officer, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        request_return(asked.pk, **_WORDS, actor=officer, now=ELEVEN)
    assert refusal.value.code == "return_refused_before"


def test_a_return_granted_goes_back_to_the_centre(town, officer, supervisor):
    decide_within(4)
    asked = in_hand(town)
    request_return(asked.pk, **_WORDS, proposed=town.department, actor=officer, now=at("2026-11-24 14:00"))
    taken = decide_return(asked.pk, is_approved=True, actor=supervisor, now=at("2026-11-24 15:00"))
    assert (taken.state, taken.lead, taken.returned_count, taken.is_held) == ("pending_dispatch", None, 1, True)
    assert taken.hold_reason == "甲河街道 退单，建议派往 城市管理委：不在本街道辖区"
    assert (taken.due_at, taken.signed_at) == (at("2026-12-01 09:30"), None)
    live = taken.clocks.filter(state="running").order_by("kind").values_list("kind", "holder__short_name", "due_at")
    assert list(live) == [
        ("dispatch", "指挥中心", at("2026-11-24 15:30")),
        ("handle", "指挥中心", at("2026-12-01 09:30")),
    ]
    assert set(taken.parties.values_list("part", flat=True)) == {"supervising"}


def test_granted_it_can_go_straight_on(asked, town, supervisor):
    sent = decide_return(asked.pk, is_approved=True, target=town.department, actor=supervisor, now=ELEVEN)
    assert (sent.state, sent.lead, sent.returned_count, sent.is_held) == ("dispatched", town.department, 1, False)
    assert [e.kind for e in sent.events.all()][-2:] == ["returned", "dispatched"]
    assert clocks(sent)[1] == ("handle", "running", "城市管理委")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"is_approved": False}, "opinion"), ({"is_approved": False, "opinion": "不", "target": 1}, "organization")],
)
def test_a_refusal_says_why_and_sends_nowhere(asked, town, supervisor, said, field):
    if "target" in said:
        said = said | {"target": town.department}
    with pytest.raises(Invalid) as wrong:
        decide_return(asked.pk, **said, actor=supervisor, now=ELEVEN)
    assert wrong.value.errors[0].field == field


def test_it_is_not_sent_back_to_who_gave_it_back(asked, town, supervisor):
    with pytest.raises(Invalid):
        decide_return(asked.pk, is_approved=True, target=town.streets[0], actor=supervisor, now=ELEVEN)
    asked.refresh_from_db()
    assert (asked.state, asked.applications.get().state) == ("return_requested", "open")


def test_nor_by_the_catalogue_once_somebody_touched_it(town, officer, supervisor):
    case = dispatched(town, whereabouts=Whereabouts(street="甲河街道"))
    request_return(case.pk, **_WORDS, actor=officer, now=TEN)
    decide_return(case.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    stall = Category.objects.get(code="030701")
    CatalogueRule.objects.create(category=stall, target_kind="territorial_street", valid_from="2020-01-01")
    classify(case.pk, category=stall, actor=supervisor, now=ELEVEN)
    result = dispatch_waiting(now=ELEVEN)
    case.refresh_from_db()
    assert (result.dispatched, case.state, case.hold_reason) == (
        0,
        "pending_dispatch",
        "派单目录仍指向已退单的 甲河街道",
    )


def test_after_the_cap_the_first_unit_keeps_it(town, officer, supervisor):
    case = dispatched(town)
    for _n in range(2):
        request_return(case.pk, **_WORDS, actor=officer, now=TEN)
        decide_return(case.pk, is_approved=True, actor=supervisor, now=TEN)
        dispatch(case.pk, target=town.streets[0], actor=supervisor, now=TEN)
    with pytest.raises(Refused) as refusal:
        request_return(case.pk, **_WORDS, actor=officer, now=ELEVEN)
    assert (refusal.value.code, refusal.value.message) == (
        "return_cap_reached", "已退单 2 次，由区指挥中心指定首接单位，不得再退。",
    )  # fmt: skip


def test_the_new_unit_signs_and_speaks_with_the_requester_anew(town, officer, supervisor):
    case = in_hand(town)
    request_return(case.pk, **_WORDS, actor=officer, now=TEN)
    sent = decide_return(case.pk, is_approved=True, target=town.streets[1], actor=supervisor, now=ELEVEN)
    assert (sent.signed_at, sent.contacted_at) == (None, None)
    sign(case.pk, actor=make.person(town.streets[1], Role.STREET_OPERATOR), now=ELEVEN)
    assert case.clocks.filter(kind="contact", state="running").get().holder == town.streets[1]


def test_the_unanswered_supervision_order_goes_back_with_the_case(asked, town, supervisor):
    supervise(asked.pk, reason="领导关注", actor=supervisor, now=TEN)
    decide_return(asked.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    assert SupervisionOrder.objects.get().holder == town.centre


def test_only_the_decision_that_waits_is_offered(asked, officer, supervisor):
    assert "decide_return" in allowed_actions(asked, actor=supervisor)
    assert {"decide_extension", "decide_shelving"}.isdisjoint(allowed_actions(asked, actor=supervisor))
    assert allowed_actions(asked, actor=officer) == ["note"]


def test_the_rules_that_send_wrong_stand_first(town, officer, supervisor, django_assert_num_queries):
    stall = Category.objects.get(code="030701")
    wrong, right = (
        CatalogueRule.objects.create(category=c, street=s, target_kind="territorial_street", valid_from="2020-01-01")
        for c, s in ((stall, None), (None, town.area.streets[1]))
    )
    first, _second = (
        make.case(sender=town.city, category_code="030701", whereabouts=Whereabouts(street="甲河街道"))
        for _n in range(2)
    )
    make.case(sender=town.city, whereabouts=Whereabouts(street="乙河街道"))
    dispatch_waiting(now=MORNING)
    request_return(first.pk, **_WORDS, proposed=town.department, actor=officer, now=TEN)
    decide_return(first.pk, is_approved=True, actor=supervisor, now=ELEVEN)
    listed = partial(rules_by_returns, since=at("2026-11-01 00:00"))
    with django_assert_num_queries(1):
        rows = list(listed(until=at("2026-12-01 00:00")))
        facts = [(r.pk, r.dispatches, r.asked, r.approved, r.rate, r.proposed, str(r)) for r in rows]
    assert facts == [
        (wrong.pk, 2, 1, 1, 0.5, "城市管理委员会", "占道经营 × 全区"),
        (right.pk, 1, 0, 0, 0.0, None, "全部类别 × 乙河街道"),
    ]
    assert list(listed(until=at("2026-11-24 00:00"))) == []
