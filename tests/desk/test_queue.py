"""① 调度台."""

from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.cancel import cancel
from cases.models import Case
from cases.queries.lamps import lamp_of
from cases.queries.visibility import Sight
from command_center.desk.counters import count_all
from command_center.desk.queues import QUEUES
from organizations.visibility import Scope
from tests import make
from tests.desk.conftest import Desk


def page(desk: Desk, address: str = "", status: int = 200, **headers) -> str:
    response = desk.get(address, **headers)
    assert response.status_code == status
    return response.content.decode()


def listed(desk: Desk, address: str = "") -> list[str]:
    """Titles of the rows, in their order."""
    response = desk.get(address)
    assert response.status_code == 200
    return [row.case.title for row in response.context["board"].rows]


def test_the_dispatcher_sees_every_open_case_and_what_each_queue_holds(dispatcher, new_case, sent_case):
    waiting, sent = new_case(title="井盖破损"), sent_case(title="路灯不亮")
    assert set(listed(dispatcher)) == {waiting.title, sent.title}
    assert listed(dispatcher, "?queue=to_dispatch") == [waiting.title]
    board = dispatcher.get().context["board"]
    counts = {link.queue.key: link.count for link in board.queues}
    assert (counts["to_dispatch"], counts["to_sign"], counts["open"], counts["closed"]) == (1, 1, 2, None)
    assert board.counts["today"] == 2


def test_a_street_sees_its_own_cases_in_the_queues_of_its_work(street, other_street, sent_case):
    case = sent_case()
    assert listed(street, "?queue=to_sign") == [case.title]
    assert listed(other_street) == []
    queues = [str(link.queue.name) for link in street.get().context["board"].queues]
    assert queues == ["待签收", "办理中", "临期", "超期", "督办", "疑难", "全部未结", "已办结", "全部案件"]


def test_whoever_has_no_business_rights_is_turned_away(town, noon):
    from organizations.roles import Role
    from tests.desk.conftest import seat

    assert "没有权限" in page(seat(town.centre, Role.SYSTEM_ADMIN), status=403)


def test_who_is_not_signed_in_is_led_to_the_door_and_back(client, db):
    assert client.get("/desk/?queue=overdue").headers["Location"] == "/accounts/login/?next=/desk/%3Fqueue%3Doverdue"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("street=110107001", ["甲"]),
        ("street=110107002", ["乙"]),
        ("category=hotline:030701", ["乙"]),
        ("category=030701", ["乙"]),
        ("urgency=urgent", ["乙"]),
        ("lamp=purple", ["乙"]),
        ("lamp=green", ["甲"]),
        ("lamp=green,purple", ["乙", "甲"]),
        ("source=citizen", ["乙"]),
        ("q=占道", ["乙"]),
        ("state=pending_dispatch", ["乙", "甲"]),
        ("received_after=2026-11-24", ["乙", "甲"]),
        ("received_before=2026-11-24", ["乙", "甲"]),
        ("received_before=2026-11-23", []),
        ("ordering=-received_at", ["乙", "甲"]),
        ("ordering=due_at", ["乙", "甲"]),
    ],
)
def test_each_filter_finds_its_own(dispatcher, town, new_case, query, found):
    from cases.rules.orders import Whereabouts

    new_case(title="甲")
    second = Whereabouts(street=town.area.streets[1].name)
    facts = {
        "urgency": "urgent",
        "source": "citizen",
        "category_code": "030701",
        "content": "占道经营",
        "whereabouts": second,
    }
    new_case(title="乙", is_supervised=True, **facts)
    assert listed(dispatcher, f"?{query}") == found


def test_a_filter_in_force_is_a_chip_that_takes_it_back(dispatcher, new_case):
    new_case()
    bar = dispatcher.get("?queue=open&street=110107001&lamp=red").context["board"].bar
    assert [(chip.text, chip.url) for chip in bar.chips] == [
        ("街道 甲河街道", "?queue=open&lamp=red"),
        ("灯 超期", "?queue=open&street=110107001"),
    ]


def test_an_empty_queue_says_what_to_do(dispatcher):
    assert "这里的事都办完了" in page(dispatcher, "?queue=to_dispatch")
    assert "去掉一两个筛选条件" in page(dispatcher, "?street=110107001")


@pytest.mark.parametrize(
    "query",
    ["lamp=blue", "street=999", "q=灯", "received_after=gestern", "urgency=1", "state=x,y", "bbox=1,2", "q=%00"],
)
def test_a_filter_without_sense_is_named_and_never_a_fault(dispatcher, query):
    response = dispatcher.get(f"?{query}")
    assert response.status_code == 400
    assert "alert" in response.content.decode() or "不能使用的字符" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["cursor=nonsense", "ordering=title", "queue=nonsense", "limit=-1", "queue=%ED%A0%80"]
)
def test_what_only_steers_the_list_falls_back_to_the_first_page(dispatcher, new_case, query):
    case = new_case()
    assert listed(dispatcher, f"?{query}") == [case.title]


def test_pages_follow_each_other_there_and_back(dispatcher, new_case, monkeypatch):
    monkeypatch.setattr("command_center.desk.board.ROWS", 2)
    titles = [new_case(title=f"第{n}件", received_at=make.MORNING + timedelta(minutes=n)).title for n in range(5)]
    first = dispatcher.get().context["board"]
    second = dispatcher.get(first.next_url).context["board"]
    third = dispatcher.get(second.next_url).context["board"]
    assert [[row.case.title for row in b.rows] for b in (first, second, third)] == [titles[:2], titles[2:4], titles[4:]]
    assert (first.previous_url, third.next_url) == ("", "")
    back = dispatcher.get(third.previous_url).context["board"]
    assert [row.case.title for row in back.rows] == titles[2:4]


def test_a_refresh_brings_list_counters_queues_and_bell_without_the_page(dispatcher, new_case):
    case = new_case()
    fragment = page(dispatcher, "", **{"HX-Request": "true", "HX-Target": "list"})
    assert "<html" not in fragment
    assert fragment.count('hx-swap-oob="true"') == 3
    assert case.case_no in fragment


def test_the_preview_shows_the_case_in_short(dispatcher, new_case):
    case = new_case()
    fragment = page(dispatcher, f"cases/{case.case_no}/preview/")
    assert "<html" not in fragment
    assert case.content in fragment


@pytest.mark.parametrize(
    "query", ["", "queue=to_sign", "street=110107001&category=030701", "q=路灯&lamp=green&ordering=-received_at"]
)
def test_the_queue_needs_eight_statements_at_most(dispatcher, sent_case, django_assert_max_num_queries, query):
    for _ in range(3):
        sent_case()
    dispatcher.get()  # what the filters offer is held by the process from then on
    with django_assert_max_num_queries(8):
        dispatcher.get(f"?{query}")


def test_a_street_needs_no_more(street, sent_case, django_assert_max_num_queries):
    sent_case()
    with django_assert_max_num_queries(8):
        street.get("?queue=to_sign&q=路灯")


@pytest.mark.parametrize("hours", [0, 24 * 6, 24 * 7, 24 * 8])
def test_lamp_of_a_row_and_lamp_in_sql_agree(dispatcher, new_case, signed_case, hours):
    from cases.queries.lamps import lamp_condition
    from deadlines.lamps import Lamp

    new_case()
    new_case(is_supervised=True)
    for replied_after in (1, 24 * 9):
        make.put(signed_case(), "replied", replied_at=make.MORNING + timedelta(hours=replied_after))
    Case.objects.filter(pk=new_case().pk).update(due_at=None, warn_at=None)
    now = make.MORNING + timedelta(hours=hours)
    in_sql = {case.pk: lamp.value for lamp in Lamp for case in Case.objects.filter(lamp_condition(lamp, now=now))}
    assert in_sql == {case.pk: lamp_of(case, now=now).value for case in Case.objects.all()}


def test_a_search_that_finds_nothing_here_leads_to_all_cases(dispatcher, supervisor, new_case):
    case = new_case()
    cancel(case.pk, reason="重复", actor=supervisor.user.actor, now=make.NOON)
    board = dispatcher.get(f"?q={case.case_no}").context["board"]
    assert (board.rows, board.elsewhere_url) == ([], f"?q={case.case_no}&queue=all")
    assert listed(dispatcher, board.elsewhere_url) == [case.title]


def test_a_long_queue_is_counted_no_further_than_it_is_said(dispatcher, street, sent_case, monkeypatch):
    monkeypatch.setattr("command_center.desk.counters.MOST", 2)
    monkeypatch.setattr("command_center.templatetags.center.MOST", 2)
    for _ in range(4):
        sent_case()
    for desk in (dispatcher, street):
        counts = desk.get().context["board"].counts
        assert (counts["open"], counts["to_sign"], counts["overdue"], counts["today"]) == (3, 3, 0, 4)
        assert '<span class="queues-count">2+</span>' in page(desk)


def test_every_counter_and_every_list_of_one_place_walks_an_index(dispatcher, sent_case):
    many_like(Case.objects.get(pk=sent_case().pk), needs_classification=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as asked:
        count_all(Sight(Scope(all=True)), queues=QUEUES, now=make.MORNING)
    plan = explained(asked[0]["sql"])
    assert "Seq Scan on cases_case" not in plan
    assert all(name in plan for name in ("open_case_to_locate", "open_case_to_classify", "open_case_supervised"))
    for column in ("street", "community", "lead"):
        rows = Case.objects.filter(**{f"{column}_id": 1}).order_by("-received_at", "-id")[:50]
        assert f"case_by_{column}_and_receipt" in rows.explain()


def many_like(case, count=500, **facts):
    """Enough rows that the planner has a choice to make."""
    copies = [copy(case) for _ in range(count)]
    for number, one in enumerate(copies):
        one.pk, one.case_no, one.order_no = None, f"C{number}", f"o{number}"
        vars(one).update(facts)
    Case.objects.bulk_create(copies)


def explained(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
