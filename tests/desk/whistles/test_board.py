"""③ 哨单: who sees which whistles, and what each cell says."""

import pytest

from enforcement.actions.cancel import cancel
from enforcement.actions.refuse import refuse
from enforcement.models import Whistle
from organizations.roles import Role
from tests.desk.conftest import seat
from tests.desk.whistles.conftest import text_of
from tests.enforcement.acting import came, fresh, reported, signed
from tests.enforcement.conftest import summonses
from tests.make import at

TEN, ELEVEN, HALF_PAST = at("2026-11-24 10:00"), at("2026-11-24 11:00"), at("2026-11-24 11:50")


def listed(desk, query: str = "") -> list[str]:
    answer = desk.get(f"whistles/{query}")
    assert answer.status_code == 200
    return [row.whistle.matter for row in answer.context["board"].rows]


def cells(desk) -> list[tuple[str, str, str]]:
    """(word, note, what falls due next) of the first whistle's cells."""
    row = desk.get("whistles/").context["board"].rows[0]
    standings = [cell.standing for cell in row.cells]
    return [(one.word, one.note, f"{one.clock.name} {one.clock.left}" if one.clock else "") for one in standings]


def test_each_cell_tells_where_its_department_stands(pages):
    whistling = pages.whistling
    called = summonses(whistling.blow(6))
    signed(whistling, called[1], TEN)
    came(whistling, called[2], ELEVEN)
    came(whistling, called[3], HALF_PAST)
    reported(whistling, came(whistling, called[4], ELEVEN), HALF_PAST, result="partly")
    refuse(called[5].pk, reason="人手不足", actor=whistling.officer(called[5]), now=TEN)
    # Signing was due at 10:30, arriving at 11:30; it is twelve.
    assert cells(pages.clerk) == [
        ("待签收", "", "签收 -1:30"),
        ("已签收", "", "报到 -0:30"),
        ("已报到", "11:00", "办结 13天21时"),
        ("已报到", "11:50 迟 20 分", "办结 13天21时"),
        ("已反馈", "部分解决", ""),
        ("待签收", "已拒绝", "签收 -1:30"),
    ]
    row = pages.clerk.get("whistles/").context["board"].rows[0]
    assert (row.came, row.called) == (3, 6)
    assert [c.standing.lamp for c in row.cells] == ["red", "red", "green", "green", None, "purple"]


def test_the_street_sees_its_own_the_centre_all_and_a_department_where_it_is_called(pages):
    whistling = pages.whistling
    whistling.blow(1, matter="甲")
    whistling.blow(2, matter="乙")
    other = seat(whistling.town.streets[1], Role.STREET_OPERATOR)
    second = seat(whistling.departments[1], Role.DEPARTMENT_OFFICER)
    assert listed(pages.clerk) == listed(pages.supervisor) == ["乙", "甲"]
    assert listed(second) == ["乙"]
    assert [len(row.cells) for row in second.get("whistles/").context["board"].rows] == [1]
    assert listed(other) == []
    assert "现在没有进行中的哨" in text_of(other.get("whistles/"))


def test_what_is_over_is_listed_only_when_asked_for(pages):
    whistle = pages.whistling.blow(1, matter="取消的")
    cancel(whistle.pk, reason="误报", actor=pages.whistling.clerk, now=TEN)
    assert listed(pages.clerk) == []
    assert listed(pages.clerk, "?state=all") == listed(pages.clerk, "?state=cancelled") == ["取消的"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=emergency", ["急"]),
        ("?kind=enforcement", ["慢"]),
        ("?overdue=yes", ["急"]),
        ("?street=110107001", ["急", "慢"]),
        ("?street=110107002", []),
        ("?kind=nonsense", []),
    ],
)
def test_each_filter_finds_its_own(pages, query, found):
    whistling = pages.whistling
    slow = whistling.blow(1, matter="慢")
    whistling.blow(1, matter="急", kind="emergency", now=TEN)
    for one in summonses(slow):
        came(whistling, one, TEN)
    assert listed(pages.supervisor, query) == found


def test_a_department_does_not_learn_by_the_filter_that_another_is_late(pages):
    whistling = pages.whistling
    first, second = summonses(whistling.blow(2, matter="甲"))
    reported(whistling, came(whistling, first, TEN), ELEVEN)
    assert listed(pages.officer(first), "?overdue=yes") == []
    assert listed(pages.officer(second), "?overdue=yes") == listed(pages.clerk, "?overdue=yes") == ["甲"]


def test_mine_is_what_i_blew_and_what_my_unit_still_owes(pages):
    whistling = pages.whistling
    first, second = summonses(whistling.blow(2, matter="甲"))
    officer, done = pages.officer(first), pages.officer(second)
    reported(whistling, came(whistling, second, TEN), ELEVEN)
    assert (listed(officer, "?whose=mine"), listed(done, "?whose=mine")) == (["甲"], [])
    assert listed(pages.leader, "?whose=mine") == []
    Whistle.objects.update(blown_by_key=pages.leader.user.actor.key)
    assert listed(pages.leader, "?whose=mine") == ["甲"]


def test_pages_follow_one_another(pages):
    for n in range(21):
        pages.whistling.blow(1, matter=f"第 {n}", now=at(f"2026-11-24 10:{n:02}"))
    first = pages.clerk.get("whistles/").context["board"]
    assert (len(first.rows), first.previous_url) == (20, "")
    assert listed(pages.clerk, first.next_url) == ["第 0"]
    assert "已回到第一页" in text_of(pages.clerk.get("whistles/?cursor=nonsense"))


@pytest.mark.parametrize("departments", [1, 23])
def test_the_board_takes_the_same_few_statements_however_many_departments(
    pages, departments, django_assert_max_num_queries
):
    for n in range(3):
        pages.whistling.blow(departments, matter=f"第 {n}")
    with django_assert_max_num_queries(8):
        assert len(listed(pages.clerk)) == 3


def test_what_waits_for_a_decision_leads_to_the_place_where_it_is_made(pages):
    from enforcement.actions.leave import leave
    from enforcement.actions.object_to import object_to

    whistling = pages.whistling
    whistle = whistling.blow(4)
    called = summonses(whistle)
    words = {"reason": "不属本单位", "basis": "三定方案"}
    object_to(called[0].pk, **words, actor=whistling.officer(called[0]), now=TEN)
    came(whistling, called[1], HALF_PAST, at=TEN)
    came(whistling, called[2], TEN)
    leave(called[2].pk, reason="另有任务", actor=whistling.officer(called[2]), now=ELEVEN)
    reported(whistling, came(whistling, called[3], TEN), ELEVEN)
    shown = pages.clerk.get("whistles/waiting/").context["lists"]
    lists = {one.action: [item.of for item in one.items] for one in shown}
    assert lists == {"decide_objection": ["01"], "confirm_check_in": ["02"], "decide_leave": ["03"], "rate": ["04"]}
    text = text_of(pages.clerk.get("whistles/waiting/"))
    for action, (of,) in lists.items():
        address = f"/desk/whistles/{whistle.number}/?do={action}&amp;of={of}#s-{of}"
        assert address in text
        opened = pages.clerk.get(f"whistles/{whistle.number}/?do={action}&of={of}").context["panel"]
        assert opened.step.name == action


def test_nobody_elses_decisions_are_listed(pages):
    whistling = pages.whistling
    (one,) = summonses(whistling.blow(1))
    came(whistling, one, HALF_PAST, at=TEN)
    other = seat(whistling.town.streets[1], Role.STREET_OPERATOR)
    assert all(one.items == [] for one in other.get("whistles/waiting/").context["lists"])
    assert [one.action for one in pages.supervisor.get("whistles/waiting/").context["lists"]] == ["decide_appeal"]
    assert "没有由您决定的事项" in text_of(pages.officer(one).get("whistles/waiting/"))
    assert fresh(one).checked_in_at is None


def test_a_notice_leads_to_the_whistles_page(pages):
    (one,) = summonses(pages.whistling.blow(1))
    officer = pages.officer(one)
    (notice,) = [notice for notice, _address in officer.get("notices/").context["lines"]]
    answer = officer.browser.post(f"/desk/notices/{notice.pk}/read/", {"then": "open"})
    assert answer["Location"] == f"/desk/whistles/{one.whistle.number}/#s-01"
