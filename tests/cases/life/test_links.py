"""关联事项: what another room does about a case, told to the case as often as it likes."""

import pytest

from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.link import link
from cases.actions.reply import reply
from cases.actions.sign import sign
from cases.api.presenting import whole
from cases.models import CaseEvent, CaseLink
from cases.queries.companions import companions_of
from kernel.errors import NotFound, Refused
from notices.models import OutboxEntry
from organizations.roles import Role
from tests import make
from tests.make import MORNING

WHISTLE = {"kind": "whistle", "ref": "W-1", "title": "占道经营吹哨", "state": "报到中", "holds_reply": True}


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def case(town, officer):
    case = make.case(sender=town.city)
    dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=MORNING)
    sign(case.pk, actor=officer, now=MORNING)
    return contact(case.pk, note="已约", actor=officer, now=MORNING)


def test_the_same_told_again_changes_nothing(case, officer):
    link(case.pk, **WHISTLE, actor=officer, now=MORNING)
    link(case.pk, **WHISTLE, actor=officer, now=MORNING)
    fresh = type(case).objects.get(pk=case.pk)
    assert (fresh.version, CaseLink.objects.filter(case=case).count()) == (case.version + 1, 1)
    assert list(CaseEvent.objects.filter(case=case, version=fresh.version).values_list("kind", flat=True)) == ["linked"]
    assert OutboxEntry.objects.filter(kind="case.linked", subject_id=case.case_no).count() == 1


def test_news_of_it_is_a_new_version(case, officer):
    link(case.pk, **WHISTLE, actor=officer, now=MORNING)
    link(case.pk, **WHISTLE | {"state": "已解除", "holds_reply": False}, actor=officer, now=MORNING)
    row = CaseLink.objects.get(case=case)
    assert (row.state, row.holds_reply, type(case).objects.get(pk=case.pk).version) == (
        "已解除", False, case.version + 2,
    )  # fmt: skip
    assert case.events.last().text == "占道经营吹哨（W-1）：已解除"


def test_a_reply_waits_for_what_holds_it(case, officer):
    link(case.pk, **WHISTLE, actor=officer, now=MORNING)
    with pytest.raises(Refused) as refusal:
        reply(case.pk, text="已办", actor=officer, now=MORNING)
    assert (refusal.value.code, refusal.value.details["ref"]) == ("link_holds_reply", "W-1")
    assert "“占道经营吹哨”（W-1，报到中）" in refusal.value.message
    link(case.pk, **WHISTLE | {"holds_reply": False}, actor=officer, now=MORNING)
    assert reply(case.pk, text="已办", actor=officer, now=MORNING).state == "replied"


def test_the_case_shows_its_whistles(case, officer):
    link(case.pk, **WHISTLE, actor=officer, now=MORNING)
    link(case.pk, **WHISTLE | {"kind": "permit", "holds_reply": False}, actor=officer, now=MORNING)
    shown = whole(case, companions_of(case), actor=officer, now=MORNING)["whistles"]
    assert shown == [{"no": "W-1", "title": "占道经营吹哨", "state": "报到中", "holds_reply": True}]


def test_no_case_no_link(db, town, officer):
    with pytest.raises(NotFound):
        link(10**9, **WHISTLE, actor=officer, now=MORNING)
