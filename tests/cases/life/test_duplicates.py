"""What is suggested to the dispatcher, and what came again from the same caller."""

from datetime import timedelta

import pytest
from django.db import connection

from cases.actions.follow_mains import follow_mains
from cases.actions.merge import merge
from cases.actions.relate_new import relate_new
from cases.models import Case, CaseRelation
from cases.queries.duplicates import candidates, suspected
from cases.rules.orders import Caller, Whereabouts
from notices.sequencer import sequence_all
from organizations.roles import Role
from tests import make
from tests.make import MORNING, at

HERE = Whereabouts(address="甲河大街12号", street="甲河街道")
STALLS = {
    "category_code": "030701",
    "title": "小贩占道",
    "content": "来电人反映流动摊贩占道，行人走不过去。",
    "whereabouts": HERE,
}
AGAIN = {**STALLS, "title": "摊贩占道", "content": "市民反映有小贩占道摆摊，行人没处走，希望尽快处理。"}


@pytest.fixture
def dispatcher(town):
    return make.person(town.centre, Role.DISPATCHER)


def of(number):
    return Caller(name="王某某", phone=number)


def test_a_second_call_about_the_same_is_suspected_and_says_why(town, dispatcher):
    first = make.case(sender=town.city, **STALLS, caller=of("13900001111"))
    second = make.case(sender=town.city, **AGAIN, caller=of("13900002222"))
    (found,) = suspected(second, actor=dispatcher, now=MORNING)
    assert found.case.pk == first.pk
    assert "同类别" in found.reason
    assert found.score >= 0.38


def test_another_matter_another_street_an_old_and_a_merged_case_are_not(town, dispatcher):
    second = make.case(sender=town.city, **AGAIN)
    make.case(sender=town.city, whereabouts=HERE)
    elsewhere = Whereabouts(address="乙河大街99号", street="乙河街道")
    make.case(sender=town.city, **STALLS | {"whereabouts": elsewhere})
    make.case(sender=town.city, **STALLS, received_at=at("2026-11-10 09:00"))
    merged = make.case(sender=town.city, **STALLS)
    main = make.case(sender=town.city)
    merge(merged.pk, main=main, reason="同一事项", actor=dispatcher, now=MORNING)
    assert suspected(second, actor=dispatcher, now=MORNING) == []


def test_a_unit_is_suggested_nothing_it_may_not_see(town):
    make.case(sender=town.city, **STALLS)
    second = make.case(sender=town.city, **AGAIN)
    assert suspected(second, actor=make.person(town.department, Role.DEPARTMENT_OFFICER), now=MORNING) == []


def test_candidates_are_found_through_an_index(town, dispatcher):
    sample = make.case(sender=town.city, **STALLS)
    columns = {
        f.attname: getattr(sample, f.attname) for f in Case._meta.concrete_fields if f.name not in ("id", "search")
    }
    old = MORNING - timedelta(days=90)
    Case.objects.bulk_create(
        Case(
            **columns
            | {"case_no": f"x{n}", "order_no": f"x{n}", "state": "closed", "closed_at": old, "received_at": old}
        )
        for n in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
    plan = candidates(sample, actor=dispatcher, days=7, metres=200).explain()
    assert "Seq Scan on cases_case" not in plan


def test_the_same_caller_with_the_same_matter_is_linked_once(town):
    first = make.case(sender=town.city, **STALLS)
    second = make.case(sender=town.city, **AGAIN)
    make.case(sender=town.city, **AGAIN, caller=of("13900002222"))
    sequence_all(now=MORNING)
    assert (relate_new(now=MORNING), relate_new(now=MORNING)) == (3, 0)
    link = CaseRelation.objects.get()
    assert (link.case_id, link.earlier_id, link.kind) == (second.pk, first.pk, "again")
    assert second.events.last().kind == "again"


def test_what_comes_again_after_the_window_is_new(town):
    make.case(sender=town.city, **STALLS, received_at=at("2026-09-01 09:00"))
    make.case(sender=town.city, **AGAIN)
    sequence_all(now=MORNING)
    relate_new(now=MORNING)
    assert not CaseRelation.objects.exists()


def test_a_case_that_has_no_position_yet_is_looked_at_when_it_has(town):
    make.case(sender=town.city, **STALLS)
    assert relate_new(now=MORNING) == 0
    sequence_all(now=MORNING)
    assert relate_new(now=MORNING) == 1


def test_the_story_by_api_and_page(town, client):
    user = make.user(town.centre, Role.DISPATCHER)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    main = make.case(sender=town.city, **STALLS)
    second = make.case(sender=town.city, **AGAIN)
    (found,) = client.get(f"/api/v1/cases/{second.case_no}/duplicates/").json()
    assert found["case_no"] == main.case_no
    page = client.get(f"/desk/cases/{second.case_no}/?do=merge&main={main.case_no}").content.decode()
    assert "疑似重复" in page
    assert f'value="{main.case_no}"' in page
    body = {"main": main.case_no, "reason": "同一摊位"}
    merged = client.post(f"/api/v1/cases/{second.case_no}/merge/", body, content_type="application/json")
    assert (merged.status_code, merged.json()["merged_into"]) == (200, main.case_no)
    assert "unmerge" in merged.json()["allowed_actions"]
    assert "dispatch" not in merged.json()["allowed_actions"]
    assert client.get(f"/api/v1/cases/{main.case_no}/").json()["followers"] == 1
    crowd = client.get(f"/desk/cases/{main.case_no}/").content.decode()
    assert "199****1234" in crowd.split("crowd-title")[2]
    (only,) = client.get("/api/v1/cases/?merged=true").json()["results"]
    assert only["case_no"] == second.case_no
    assert second.case_no not in client.get("/desk/?queue=to_dispatch").content.decode()
    assert "群体 2" in client.get("/desk/?queue=to_dispatch").content.decode()
    undone = client.post(
        f"/api/v1/cases/{second.case_no}/unmerge/", {"reason": "两处"}, content_type="application/json"
    )
    assert (undone.status_code, undone.json()["merged_into"]) == (200, None)
    unknown = client.post(
        f"/api/v1/cases/{second.case_no}/merge/", body | {"main": "x"}, content_type="application/json"
    )
    assert unknown.status_code == 400
    assert follow_mains(now=MORNING) == 0
