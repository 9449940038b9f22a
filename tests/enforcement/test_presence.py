"""报到、现场、离场: when somebody came, by which way, what was done, who left."""

import pytest

from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.confirm_check_in import confirm_check_in
from enforcement.actions.contact import contact
from enforcement.actions.decide_leave import decide_leave
from enforcement.actions.leave import leave
from enforcement.actions.note_departure import note_departure
from enforcement.actions.report import report
from enforcement.actions.sign import sign
from enforcement.actions.site_code import site_code
from enforcement.models import CheckIn, Departure, SiteRecord, Summons, Whistle
from enforcement.rules.blowing import Officer
from kernel.errors import Invalid, Refused, StaleVersion
from notices.models import Notice
from tests.enforcement.acting import OFFICER, came, clocks, fresh, reported, signed, worked
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN = at("2026-11-24 10:00"), at("2026-11-24 11:00")


@pytest.fixture
def one(whistling):
    return summonses(whistling.blow(2))[0]


def test_signing_names_who_comes_and_when(whistling, one):
    made = sign(one.pk, officer=OFFICER, eta=at("2026-11-24 10:45"), actor=whistling.officer(one), now=TEN)
    assert (made.state, made.officer_name, made.officer_phone, made.eta) == (
        "signed", "张某", "13800001111", at("2026-11-24 10:45"),
    )  # fmt: skip
    assert made.events.last().text == f"{one.department} 签收，负责人 科长张某，预计 11-24 10:45 到场"
    assert clocks(one)["sign"].state == "met"
    assert Whistle.objects.get(pk=one.whistle_id).state == "assembling"


def test_the_officers_number_rests_encrypted(whistling, one, django_assert_num_queries):
    from django.db import connection

    signed(whistling, one, TEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT officer_phone FROM enforcement_summons WHERE id = %s", [one.pk])
        assert b"13800001111" not in bytes(cursor.fetchone()[0])


def test_signing_by_an_older_version_says_what_changed(whistling, one):
    signed(whistling, one, TEN)
    with pytest.raises(StaleVersion) as stale:
        contact(one.pk, note="已沟通", actor=whistling.officer(one), now=TEN, expected_version=1)
    assert [change["text"] for change in stale.value.details["changes"]] == [f"{one.department} 签收，负责人 科长张某"]


@pytest.mark.parametrize(("officer", "eta"), [(Officer(" "), None), (OFFICER, at("2026-11-24 09:00"))])
def test_a_signature_without_a_name_or_with_an_eta_in_the_past_makes_no_sense(whistling, one, officer, eta):
    with pytest.raises(Invalid):
        sign(one.pk, officer=officer, eta=eta, actor=whistling.officer(one), now=TEN)


def test_the_first_word_with_the_street_stops_the_contact_clock(whistling, one):
    signed(whistling, one, TEN)
    contact(one.pk, note="已沟通", actor=whistling.officer(one), now=ELEVEN)
    contact(one.pk, note="再次沟通", actor=whistling.officer(one), now=at("2026-11-24 15:00"))
    assert (fresh(one).contacted_at, clocks(one)["contact"].state) == (ELEVEN, "met")


def test_whoever_comes_unsigned_has_signed_by_coming(whistling, one):
    made = came(whistling, one, ELEVEN)
    assert (made.state, made.signed_at, made.checked_in_at, made.officer_name) == ("checked_in", ELEVEN, ELEVEN, "张某")
    assert {kind: clock.state for kind, clock in clocks(one).items()} == {
        "sign": "missed", "contact": "met", "arrive": "met", "finish": "running",
    }  # fmt: skip
    assert Whistle.objects.get(pk=one.whistle_id).state == "on_site"


def test_the_distance_to_the_spot_is_kept(whistling, one):
    came(whistling, one, TEN, lon=116.2025, lat=39.9165, team_size=4)
    row = CheckIn.objects.get()
    assert (row.distance_metres, row.team_size) == (pytest.approx(1001, abs=2), 4)
    assert "等 4 人" in fresh(one).events.last().text


def test_what_they_say_counts_when_it_lies_a_quarter_of_an_hour_back_at_most(whistling, one):
    # Due at 11:30; entered at 11:40 by a telephone without a signal.
    made = came(whistling, one, at("2026-11-24 11:40"), at=at("2026-11-24 11:29"))
    assert (made.checked_in_at, clocks(one)["arrive"].state) == (at("2026-11-24 11:29"), "met")


@pytest.mark.parametrize(("is_true", "counts", "state"), [(True, "11:20", "met"), (False, "11:40", "missed")])
def test_an_older_claim_waits_for_the_street(whistling, one, is_true, counts, state):
    made = came(whistling, one, at("2026-11-24 11:40"), at=at("2026-11-24 11:20"))
    assert (made.state, made.checked_in_at, clocks(one)["arrive"].state) == ("checked_in", None, "paused")
    assert Notice.objects.filter(organization=whistling.office, kind="summons.check_in_waits").count() == 1
    made = confirm_check_in(one.pk, is_true=is_true, actor=whistling.clerk, now=at("2026-11-24 13:00"))
    assert (made.checked_in_at, clocks(one)["arrive"].state) == (at(f"2026-11-24 {counts}"), state)
    row = CheckIn.objects.get()
    assert (row.claimed_at, row.received_at) == (at("2026-11-24 11:20"), at("2026-11-24 11:40"))


def test_one_claim_at_a_time_waits(whistling, one):
    came(whistling, one, at("2026-11-24 11:40"), at=at("2026-11-24 11:20"))
    with pytest.raises(Refused) as refusal:
        came(whistling, one, at("2026-11-24 11:50"), at=at("2026-11-24 11:20"))
    assert refusal.value.code == "check_in_waits"


def test_nobody_arrived_before_being_called(whistling, one):
    made = came(whistling, one, at("2026-11-24 09:35"), at=at("2026-11-24 09:25"))
    assert made.checked_in_at is None
    made = confirm_check_in(one.pk, is_true=True, actor=whistling.clerk, now=TEN)
    assert made.checked_in_at == made.notified_at


def test_a_telephone_may_be_a_little_ahead_and_no_more(whistling, one):
    assert came(whistling, one, TEN, at=at("2026-11-24 10:03")).checked_in_at == TEN
    with pytest.raises(Invalid):
        came(whistling, one, TEN, at=at("2026-11-24 10:06"))


def test_the_sites_code_is_good_for_its_whistle_alone(whistling, one):
    whistle, other = one.whistle, whistling.blow(1, matter="另一件", whereabouts=whistling.facts().whereabouts)
    for code in ("", "S20261124-000001", site_code(other)):
        with pytest.raises(Refused) as refusal:
            came(whistling, one, TEN, way="qr", code=code)
        assert refusal.value.code == "bad_site_code"
    assert came(whistling, one, TEN, way="qr", code=site_code(whistle)).state == "checked_in"


def test_whoever_came_in_time_has_signed_in_time_though_the_desk_writes_it_down_later(whistling, one):
    arrival = Arrival(OFFICER, way="desk", at=TEN)
    made = check_in(one.pk, arrival, actor=whistling.clerk, now=ELEVEN)
    assert (made.signed_at, made.checked_in_at, clocks(one)["sign"].state) == (TEN, TEN, "met")


def test_the_desk_is_the_streets_alone_and_needs_no_confirmation(whistling, one):
    with pytest.raises(Refused) as refusal:
        came(whistling, one, ELEVEN, way="desk")
    assert refusal.value.code == "wrong_way"
    arrival = Arrival(OFFICER, way="desk", at=TEN)
    made = check_in(one.pk, arrival, actor=whistling.clerk, now=at("2026-11-24 14:00"))
    assert (made.state, made.checked_in_at) == ("checked_in", TEN)


def test_coming_again_another_day_changes_nothing_of_the_first_time(whistling, one):
    came(whistling, one, TEN)
    worked(whistling, one, ELEVEN)
    made = came(whistling, one, at("2026-11-25 09:00"))
    assert (made.state, made.checked_in_at, CheckIn.objects.filter(summons=one).count()) == ("working", TEN, 2)


def test_the_record_is_a_time_line(whistling, one):
    came(whistling, one, TEN)
    assert worked(whistling, one, ELEVEN).state == "working"
    worked(whistling, one, at("2026-11-24 12:00"), text="清运 3 车")
    assert list(SiteRecord.objects.values_list("text", "measure")) == [
        ("责令改正", "enforcement"), ("清运 3 车", "enforcement"),
    ]  # fmt: skip


def test_nobody_leaves_before_it_is_done_without_the_streets_consent(whistling, one):
    came(whistling, one, TEN)
    officer = whistling.officer(one)
    leave(one.pk, reason="另有任务", actor=officer, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        leave(one.pk, reason="另有任务", actor=officer, now=ELEVEN)
    assert refusal.value.code == "leave_asked"
    decide_leave(one.pk, is_granted=False, words="事未完", actor=whistling.clerk, now=ELEVEN)
    made = note_departure(one.pk, reason="已离场", actor=whistling.clerk, now=at("2026-11-24 11:30"))
    assert (made.left_early, made.state) == (True, "checked_in")
    assert list(Departure.objects.values_list("state", flat=True)) == ["refused", "unasked"]


def test_who_was_let_go_has_not_left_early(whistling, one):
    came(whistling, one, TEN)
    leave(one.pk, reason="另有任务", actor=whistling.officer(one), now=ELEVEN)
    decide_leave(one.pk, is_granted=True, actor=whistling.clerk, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        note_departure(one.pk, reason="不在场", actor=whistling.clerk, now=at("2026-11-24 11:30"))
    assert refusal.value.code == "left_with_consent"
    came(whistling, one, at("2026-11-24 13:00"))
    assert note_departure(one.pk, reason="不在场", actor=whistling.clerk, now=at("2026-11-24 15:00")).left_early


def test_who_left_unasked_is_noted_once_until_they_come_again(whistling, one):
    came(whistling, one, TEN)
    note_departure(one.pk, reason="不在场", actor=whistling.clerk, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        note_departure(one.pk, reason="不在场", actor=whistling.clerk, now=at("2026-11-24 11:30"))
    assert refusal.value.code == "departure_noted"
    came(whistling, one, at("2026-11-24 13:00"))
    note_departure(one.pk, reason="又不在场", actor=whistling.clerk, now=at("2026-11-24 15:00"))
    assert Departure.objects.filter(state="unasked").count() == 2


def test_who_left_before_the_answer_is_not_let_go_afterwards(whistling, one):
    came(whistling, one, TEN)
    leave(one.pk, reason="另有任务", actor=whistling.officer(one), now=TEN)
    note_departure(one.pk, reason="未等答复", actor=whistling.clerk, now=ELEVEN)
    with pytest.raises(Refused) as refusal:
        decide_leave(one.pk, is_granted=True, actor=whistling.clerk, now=at("2026-11-24 11:30"))
    assert refusal.value.code == "no_leave_asked"
    assert list(Departure.objects.values_list("state", "answer")) == [("refused", "未等答复即离场"), ("unasked", "")]


def test_reporting_ends_every_clock_and_frees_to_leave(whistling, one):
    came(whistling, one, TEN)
    leave(one.pk, reason="已办完", actor=whistling.officer(one), now=ELEVEN)
    made = reported(whistling, one, ELEVEN)
    assert (made.state, made.result, made.reported_at) == ("reported", "solved", ELEVEN)
    assert {clock.state for clock in clocks(one).values()} <= {"met", "missed"}
    assert Departure.objects.get().state == "granted"


def test_a_report_says_what_came_of_it(whistling, one):
    came(whistling, one, TEN)
    with pytest.raises(Invalid):
        report(one.pk, result="fine", text="好", actor=whistling.officer(one), now=ELEVEN)
    assert Summons.objects.get(pk=one.pk).state == "checked_in"
