"""回访 by the browser: whom to call, in turn; the script beside the form; the city's files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import CallBack, Case, CaseClock, HandlingRules
from deadlines import clocks
from foundation.actions.run_job import run_next_job
from foundation.models import Job
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat
from tests.make import NOON, at

HEADER = "工单号,回访时间,是否联系上,是否联系过,是否解决,是否满意,说明"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def clerk(town, noon) -> Desk:
    return seat(town.centre, Role.CALLBACK_CLERK, name="周回访")


@pytest.fixture
def waiting(town, new_case):
    def new(after="2026-11-24 10:00", *, due="2026-11-26 18:00") -> Case:
        case = make.put(new_case(), "callback", lead=town.streets[0], call_after=at(after), replied_at=make.MORNING)
        facts = {"kind": "callback", "holder": town.centre, "limit": None, "due_at": at(due), "limit_source": "测试"}
        clocks.start(CaseClock, case, **facts, started_at=make.MORNING, now=make.MORNING, urgency="general")
        return case

    return new


def test_who_may_be_called_now_comes_first_and_later_ones_are_greyed(clerk, waiting):
    later, now, overdue = waiting("2026-11-24 15:00"), waiting("2026-11-24 11:00"), waiting(due="2026-11-24 11:00")
    CallBack.objects.create(case=later, round=1, at=make.MORNING, actor_label="周回访", is_reached=False)
    page = clerk.get("callbacks/")
    lines = page.context["lines"]
    assert [line.case.case_no for line in lines] == [one.case_no for one in (overdue, now, later)]
    assert [(line.is_later, line.is_overdue, line.tries) for line in lines] == [
        (False, True, 0), (False, False, 0), (True, False, 1),
    ]  # fmt: skip
    assert page.context["counts"] == {"now": 2, "later": 1, "overdue": 1}
    assert "11-24 15:00 之后" in page.content.decode()


def test_the_queue_turns_pages_and_costs_the_same(clerk, waiting, django_assert_max_num_queries):
    cases = [waiting("2026-11-24 10:00") for _ in range(51)]
    with django_assert_max_num_queries(9):
        first = clerk.get("callbacks/")
    second = clerk.get("callbacks/" + first.context["next_url"])
    shown = [line.case.pk for page in (first, second) for line in page.context["lines"]]
    assert shown == [case.pk for case in cases]
    assert clerk.get("callbacks/?cursor=nonsense").status_code == 200


def test_the_script_of_the_rules_stands_beside_the_form(clerk, waiting):
    address = f"cases/{waiting().case_no}/?do=callback"
    assert "您好，这里是区城市管理监督指挥中心" in clerk.get(address).content.decode()
    HandlingRules.objects.create(valid_from="2026-01-01", callback_script="您好，我是石榴区回访员。")
    assert "您好，我是石榴区回访员。" in clerk.get(address).content.decode()


def test_the_second_of_two_clerks_sees_what_the_first_wrote(clerk, town, waiting):
    case, other = waiting(), seat(town.centre, Role.CALLBACK_CLERK, name="吴回访")
    said = {"version": case.version, "is_reached": "yes", "was_contacted": "yes", "satisfied": "very"}
    address = f"/desk/cases/{case.case_no}/callback/"
    assert clerk.browser.post(address, {**said, "solved": "yes", "way": "sms"}).status_code == 303
    late = other.browser.post(address, {**said, "solved": "no"})
    assert late.status_code == 412
    assert "已被 周回访 更改：回访：已解决，非常满意" in late.content.decode()
    assert list(CallBack.objects.values_list("way", flat=True)) == ["sms"]


def test_a_file_of_the_city_is_brought_in_by_the_worker(clerk, waiting):
    rows = [f"{waiting().order_no},2026-11-24 11:00,是,是,解决,满意,", "没有这单,2026-11-24 11:00,是,是,解决,满意,"]
    upload = SimpleUploadedFile("市级回访.csv", "\n".join([HEADER, *rows]).encode())
    answer = clerk.browser.post("/desk/callbacks/import/", {"file": upload, "request": "click"})
    assert answer.status_code == 302
    assert run_next_job(clock=lambda: NOON).state == "done"
    page = clerk.get("callbacks/import/").content.decode()
    assert "读入 2 · 办结或重办 1 · 补记 0 · 未变 0 · 未导入 1" in page
    assert "没有工单号为“没有这单”的案件。" in page
    job = Job.objects.get()
    assert clerk.get(f"callbacks/import/{job.pk}/report/").headers["Content-Disposition"].startswith("attachment")


def test_the_same_click_begins_one_import_and_no_file_none(clerk, waiting):
    for _ in range(2):
        upload = SimpleUploadedFile("a.csv", HEADER.encode())
        clerk.browser.post("/desk/callbacks/import/", {"file": upload, "request": "click"})
    assert Job.objects.count() == 1
    assert clerk.browser.post("/desk/callbacks/import/", {"request": "x"}).status_code == 400


def test_another_organization_does_not_get_the_report(clerk, town, waiting):
    upload = SimpleUploadedFile("a.csv", f"{HEADER}\nx,2026-11-24 11:00,是,是,解决,满意,".encode())
    clerk.browser.post("/desk/callbacks/import/", {"file": upload, "request": "click"})
    run_next_job(clock=lambda: NOON)
    Job.objects.update(organization_id=town.department.pk)
    assert clerk.get(f"callbacks/import/{Job.objects.get().pk}/report/").status_code == 404
