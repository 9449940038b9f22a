"""Any list of the desk as a file: whole, masked, harmless, and in the audit."""

import csv
import io
import resource
from datetime import date

import pytest
from openpyxl import load_workbook

from cases.models import Case
from cases.rules.orders import Caller
from foundation.actions.run_job import run_job
from foundation.models import Job
from organizations.models import AuditEntry
from tests import make
from tests.make import NOON


def exported(desk, **asked) -> Job:
    assert desk.browser.post("/desk/exports/new/", asked).status_code == 302
    job = Job.objects.latest("pk")
    run_job(job.pk, clock=lambda: NOON)
    job.refresh_from_db()
    assert job.state == "done", job.failure
    return job


def rows_of(desk, job) -> list[dict[str, object]]:
    content = b"".join(desk.get(f"exports/{job.pk}/").streaming_content)
    if job.options["file_type"] == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    names, *rows = load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("file_type", ["xlsx", "csv"])
def test_a_filtered_list_is_taken_away_as_the_page_shows_it(dispatcher, new_case, file_type):
    wanted = [new_case(urgency="urgent").case_no for _ in range(3)]
    new_case()
    job = exported(dispatcher, queue="open", urgency="urgent", file_type=file_type)
    rows = rows_of(dispatcher, job)
    assert sorted(row["案件编号"] for row in rows) == wanted
    assert {(row["诉求人"], row["电话"], row["状态"]) for row in rows} == {("王**", "199****1234", "待派遣")}
    assert (job.done, job.total, job.result) == (3, 3, {"rows": 3})


def test_no_cell_is_a_formula(dispatcher, new_case):
    new_case(title='=HYPERLINK("http://x","y")', content="@SUM(1)")
    (row,) = rows_of(dispatcher, exported(dispatcher))
    assert (row["标题"][:2], row["诉求内容"][:2]) == ("'=", "'@")


def test_a_unit_takes_away_its_own_and_never_who_asked_in_secret(street, other_street, sent_case):
    secret = sent_case(caller=Caller(name="王某某", phone="19900001234", is_secret=True))
    (row,) = rows_of(street, exported(street))
    assert (row["案件编号"], row["诉求人"], row["电话"]) == (secret.case_no, "保密", None)
    assert rows_of(other_street, exported(other_street)) == []


def test_exports_and_downloads_are_entries_of_the_audit(dispatcher, new_case):
    new_case()
    job = exported(dispatcher, queue="all", q="路灯")
    rows_of(dispatcher, job)
    entries = AuditEntry.objects.filter(kind__startswith="cases.export").order_by("pk")
    assert [(one.kind, one.actor_label) for one in entries] == [
        ("cases.exported", "李调度"),
        ("cases.export_downloaded", "李调度"),
    ]
    assert entries[0].after == {"rows": 1, "filter": {"queue": "all", "q": "路灯"}, "file_type": "xlsx"}


def test_a_file_is_its_owners_alone_and_only_for_a_day(dispatcher, supervisor, new_case):
    job = exported(dispatcher)
    assert supervisor.get(f"exports/{job.pk}/").status_code == 404
    assert (job.expires_at - job.created_at).days == 1


def test_a_filter_that_makes_no_sense_exports_nothing(dispatcher):
    for wrong in ({"urgency": "hurry"}, {"street": "0"}, {"file_type": "pdf"}):
        assert dispatcher.browser.post("/desk/exports/new/", wrong).status_code == 400
    assert not Job.objects.exists()


def test_what_came_in_after_the_asking_is_not_in_the_file(dispatcher, new_case):
    new_case()
    dispatcher.browser.post("/desk/exports/new/", {})
    job = Job.objects.get()
    Case.objects.filter(pk=new_case().pk).update(created_at=make.at("2026-11-24 12:01"))
    run_job(job.pk, clock=lambda: NOON)
    job.refresh_from_db()
    assert job.result == {"rows": 1}


def test_who_may_no_longer_export_gets_no_file(dispatcher, new_case):
    new_case()
    dispatcher.browser.post("/desk/exports/new/", {})
    dispatcher.user.role_grants.all().delete()
    job = Job.objects.get()
    run_job(job.pk, clock=lambda: NOON)
    job.refresh_from_db()
    assert (job.state, job.done) == ("failed", 0)


def many(pattern: Case, count: int) -> None:
    """Copies of one case, past intake: what matters is that they are many."""
    kept = {one.attname: getattr(pattern, one.attname) for one in Case._meta.concrete_fields}
    kept = {name: value for name, value in kept.items() if name not in {"id", "case_no", "order_no", "search"}}
    copies = (Case(**kept, case_no=f"X{n:08}", order_no=f"X{n:08}") for n in range(count))
    Case.objects.bulk_create(copies, batch_size=2000)


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("file_type", ["xlsx", "csv"])
def test_a_long_list_is_written_whole_in_bounded_memory(dispatcher, new_case, count, file_type):
    many(new_case(), count - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    job = exported(dispatcher, file_type=file_type)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert job.result == {"rows": count}
    assert grown < 60_000  # kilobytes


def test_the_page_lists_ones_own_exports(dispatcher, new_case):
    new_case()
    exported(dispatcher, file_type="csv")
    page = dispatcher.get("exports/").content.decode()
    assert "案件 全部未结" in page
    assert "下载 csv" in page
    assert date(2026, 11, 24).strftime("%m-%d") in page
