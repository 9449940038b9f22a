"""Files of orders by the browser: upload, matching of columns, progress, result, report."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cases.imports.job import KIND, start_import
from cases.imports.results import Mode
from cases.models import Case, OrderMapping
from foundation import files
from foundation.actions.run_job import run_next_job
from foundation.models import Job
from organizations.models import RoleGrant
from organizations.roles import Role
from tests import make
from tests.desk.conftest import Desk, seat

HEADER = "message_id,user_code,title,created_at,text"
ROWS = ["M1,王小明,路灯不亮,2026-11-23 08:00:00,甲河街道柳荫路不亮", "M2,匿名,井盖破损,2026-11-23 09:00:00,井盖坏了"]
STRANGE = "流水号,主题,问题描述,联系电话,联系人,怪列"
STRANGE_ROWS = [
    "A-261123-1,路灯不亮,路口的灯不亮,19900001234,王小明,其一",
    "A-261123-2,井盖破损,井盖坏了,19900005678,李小红,其二",
]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files" / "jobs"


@pytest.fixture
def operator(town, noon) -> Desk:
    return seat(town.centre, Role.INTAKE_OPERATOR, name="孙受理")


def csv_of(header=HEADER, rows=ROWS, *, encoding="utf-8") -> bytes:
    return "\n".join([header, *rows]).encode(encoding)


def send(desk: Desk, content: bytes, *, name="来件.csv", **typed):
    upload = SimpleUploadedFile(name, content)
    return desk.browser.post("/desk/imports/new/", {"file": upload, "mode": "live", "request": "click", **typed})


def work() -> Job:
    return run_next_job(clock=lambda: make.NOON)


def done(desk: Desk, *sent, **typed) -> tuple[Job, str]:
    """The job after the worker, and the text of its page."""
    assert send(desk, *sent, **typed).status_code == 302
    job = work()
    return job, desk.get(f"imports/{job.pk}/").content.decode()


def test_an_uploaded_file_becomes_cases(operator):
    job, page = done(operator, csv_of())
    assert (job.state, job.title, Case.objects.count()) == ("done", "来件.csv", 2)
    assert [job.result[name] for name in ("read", "created", "refused")] == [2, 2, 0]
    assert "网民留言" in page
    assert "/desk/?queue=all&amp;source=other" in page
    assert "下载报告" not in page


def test_what_came_in_as_history_sends_nothing_and_is_closed(operator):
    done(operator, csv_of(), mode="history")
    assert set(Case.objects.values_list("state", flat=True)) == {"closed"}


def test_a_trial_writes_nothing_and_says_so(operator):
    job, page = done(operator, csv_of(), dry_run="on")
    assert (Case.objects.count(), job.result["created"]) == (0, 2)
    assert "试运行，什么都没有写入" in page
    assert "看来源为" not in page


def test_a_refused_row_is_shown_and_stands_in_the_report(operator):
    job, page = done(operator, csv_of(rows=[*ROWS, "M3,匿名,,2026-11-23 09:00:00,没有标题"]))
    assert [job.result[name] for name in ("created", "refused")] == [2, 1]
    for shown in ("<td>title</td>", "不能为空", f"/desk/imports/{job.pk}/report/"):
        assert shown in page
    answer = operator.get(f"imports/{job.pk}/report/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]] == [4, "title", "不能为空"]


def test_a_second_click_leads_to_the_same_import(operator, store):
    answers = [send(operator, csv_of()) for _ in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Job.objects.count() == len(list(store.iterdir())) == 1


def test_another_choice_of_the_same_click_is_another_import(operator):
    send(operator, csv_of(), dry_run="on")
    send(operator, csv_of())
    assert Job.objects.count() == 2


def test_the_same_file_again_changes_nothing(operator):
    done(operator, csv_of())
    job, _page = done(operator, csv_of(), request="another click")
    assert (job.result["unchanged"], Case.objects.count()) == (2, 2)


def bomb() -> bytes:
    """A workbook of zeros."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\n\n", "没有内容"),
        ("标题\n路灯".encode("utf-32"), "UTF-32"),
        (b"\xff\xfa\xfb,\x81\n1,2", ""),
        (b"%PDF-1.4", "PDF"),
        (b"<html></html>", "网页"),
        (b"PK\x03\x04 broken", ""),
        (",".join(f"c{n}" for n in range(200)).encode(), "最多允许 100 列"),
        ("标题,标题\n1,2".encode(), "表头重复"),
        (bomb(), ""),
    ],
    ids=["empty", "blank", "utf32", "no text", "pdf", "html", "truncated", "columns", "twice", "bomb"],
)
def test_a_file_that_is_no_table_is_told_of_at_the_form(operator, store, content, sentence):
    answer = send(operator, content)
    text = answer.content.decode()
    assert answer.status_code == 400
    told = re.search(r'id="import-file_error">([^<]*)', text)
    assert told is not None
    assert sentence in told[1]
    assert re.search("[一-鿿]", told[1])
    assert Job.objects.count() == 0
    assert not store.exists() or list(store.iterdir()) == []


def test_a_file_over_50_mb_is_refused_in_words(operator, monkeypatch):
    monkeypatch.setattr("command_center.desk.imports.forms.MOST_BYTES", 100)
    answer = send(operator, csv_of())
    assert (answer.status_code, Job.objects.count()) == (400, 0)
    assert "超过 50 MB" in answer.content.decode()


def test_a_form_without_file_or_mode_says_what_is_missing(operator):
    text = operator.browser.post("/desk/imports/new/", {}).content.decode()
    assert "请选择一个文件。" in text
    assert "请选择导入为新工单还是历史存档。" in text


def test_a_chosen_mapping_that_does_not_fit_names_the_missing_columns(operator):
    answer = send(operator, csv_of(), mapping="beijing12345")
    assert answer.status_code == 400
    assert "缺少必需的列：工单编号" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ('a"; filename="evil.html\r\nX: 1.csv', "evil.html"),
        ("\u202efdp.工单.csv", "fdp.工单.csv"),
        ("<script>alert(1)</script>.csv", "script.csv"),
        ("长" * 300 + ".csv", "长" * 120 + ".csv"),
        ("=cmd|' C calc'!A0.csv", "=cmd' C calc'!A0.csv"),
    ],
)
def test_a_hostile_name_stays_a_word(operator, store, name, kept):
    job, page = done(operator, csv_of(rows=[",x,,,"]), name=name)
    assert job.input_path.parent.parent == store
    assert "<script>alert" not in page
    answer = operator.get(f"imports/{job.pk}/report/")
    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    assert (job.title, job.report_name) == (kept, f"{Path(kept).stem}-未导入.xlsx")


def test_the_list_shows_the_imports_of_the_own_organization_alone(operator, town):
    job, _page = done(operator, csv_of())
    elsewhere = seat(town.streets[0], Role.DISPATCHER)
    colleague = seat(town.centre, Role.DISPATCHER)
    assert "来件.csv" in colleague.get("imports/").content.decode()
    assert "还没有导入过文件" in elsewhere.get("imports/").content.decode()
    for address in (f"imports/{job.pk}/", f"imports/{job.pk}/report/"):
        assert elsewhere.get(address).status_code == 404
    assert elsewhere.browser.post(f"/desk/imports/{job.pk}/cancel/").status_code == 404


def test_jobs_of_other_kinds_are_no_imports(operator, town):
    send(operator, csv_of())
    Job.objects.update(kind="something_else")
    job = Job.objects.get()
    assert operator.get(f"imports/{job.pk}/").status_code == 404


def test_a_street_may_not_import_and_is_offered_no_way_there(street, operator):
    assert [street.get(f"imports/{page}").status_code for page in ("", "new/", "1/", "1/report/")] == [403] * 4
    assert send(street, csv_of()).status_code == 403
    assert "/desk/imports/" not in street.get().content.decode()
    assert "/desk/imports/" in operator.get().content.decode()


def test_the_list_needs_eight_statements_at_most(operator, django_assert_max_num_queries):
    for click in "abc":
        send(operator, csv_of(), request=click)
    with django_assert_max_num_queries(8):
        assert operator.get("imports/").status_code == 200


def test_the_fragment_asks_again_until_the_import_has_ended(operator):
    send(operator, csv_of())
    job = Job.objects.get()
    fragment = operator.get(f"imports/{job.pk}/", **HTMX, **{"HX-Target": "job"}).content.decode()
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment
    assert "<progress" in fragment
    assert 'http-equiv="refresh"' in operator.get(f"imports/{job.pk}/").content.decode()
    Job.objects.update(state="running", started_at=make.NOON, beat_at=make.NOON, done=3000, total=12000)
    fragment = operator.get(f"imports/{job.pk}/", **HTMX, **{"HX-Target": "job"}).content.decode()
    assert 'max="100" value="25"' in fragment
    Job.objects.update(state="waiting")
    work()
    fragment = operator.get(f"imports/{job.pk}/", **HTMX, **{"HX-Target": "job"}).content.decode()
    assert "every 2s" not in fragment
    assert "完成" in fragment


def test_the_list_renews_itself_while_something_is_under_way(operator):
    send(operator, csv_of())
    assert "every 2s" in operator.get("imports/", **HTMX, **{"HX-Target": "imports"}).content.decode()
    work()
    assert "every 2s" not in operator.get("imports/").content.decode()


def test_whoever_began_it_may_cancel_it_and_nobody_else(operator, town):
    send(operator, csv_of())
    job = Job.objects.get()
    colleague = seat(town.centre, Role.DISPATCHER)
    assert "取消导入" not in colleague.get(f"imports/{job.pk}/").content.decode()
    answer = colleague.browser.post(f"/desk/imports/{job.pk}/cancel/", follow=True)
    assert "请由本人取消" in answer.content.decode()
    operator.browser.post(f"/desk/imports/{job.pk}/cancel/")
    assert work() is None
    job.refresh_from_db()
    assert (job.state, Case.objects.count()) == ("cancelled", 0)
    again = operator.browser.post(f"/desk/imports/{job.pk}/cancel/", follow=True)
    assert "任务已经结束" in again.content.decode()


def test_a_right_withdrawn_meanwhile_stops_the_import(operator):
    send(operator, csv_of())
    RoleGrant.objects.filter(user=operator.user).delete()
    job = work()
    assert (job.state, Case.objects.count()) == ("failed", 0)
    assert "没有“导入工单文件”的权限" in job.failure


def test_an_account_closed_meanwhile_stops_the_import(operator):
    send(operator, csv_of())
    operator.user.is_active = False
    operator.user.save()
    assert work().failure == "发起人的账号已停用，任务没有执行。"


def test_the_system_itself_uploads_nothing(town, tmp_path):
    (tmp_path / "a.csv").write_bytes(csv_of())
    actor = make.person(town.centre, Role.DISPATCHER)
    facts = {"file_name": "a.csv", "mapping": "petition_hot", "mode": Mode.LIVE, "dry_run": False, "request": "x"}
    start_import(tmp_path / "a.csv", **facts, actor=actor, now=make.NOON)
    assert work().state == "failed"


def strange(desk: Desk, **typed) -> str:
    """An unknown header leads here."""
    answer = send(desk, csv_of(STRANGE, STRANGE_ROWS), **typed)
    assert answer.status_code == 302
    return answer["Location"]


def chosen(**changes):
    fields = ["order_no", "title", "content", "requester_phone", "requester_name", ""]
    columns = {f"column_{number}": one for number, one in enumerate(fields)}
    return {**columns, "name": "街道周报", "source": "community", "crs": "wgs84", "still_open": "", **changes}


def test_an_unknown_header_leads_to_the_matching_of_its_columns(operator):
    page = operator.browser.get(strange(operator)).content.decode()
    assert "这种表头还没有见过" in page
    for column, one in (("流水号", "order_no"), ("主题", "title"), ("问题描述", "content")):
        number = STRANGE.split(",").index(column)
        select = re.search(rf'<select name="column_{number}".*?</select>', page, re.DOTALL)[0]
        assert f'value="{one}" selected' in select
    assert "怪列" in page
    assert "其一" in page
    assert "A-261123-2" in page
    assert Job.objects.count() == 0


def test_the_wizard_shows_requesters_masked(operator):
    page = operator.browser.get(strange(operator)).content.decode()
    assert "199****1234" in page
    assert "王**" in page
    assert "19900001234" not in page
    assert "王小明" not in page


def test_a_saved_matching_imports_the_file_and_knows_the_next_one(operator, store):
    address = strange(operator)
    answer = operator.browser.post(address, chosen(then="save"))
    job = work()
    assert (answer["Location"], job.state, job.result["created"]) == (f"/desk/imports/{job.pk}/", "done", 2)
    case = Case.objects.get(order_no="A-261123-1")
    assert (case.source, case.title, case.extra["怪列"]) == ("community", "路灯不亮", "其一")
    assert [path.name for path in store.iterdir()] == [job.folder]
    again, _page = done(operator, csv_of(STRANGE, STRANGE_ROWS), request="next")
    assert (again.options["mapping"], again.result["unchanged"]) == ("街道周报", 2)


def test_saving_twice_imports_once(operator):
    address = strange(operator)
    answers = [operator.browser.post(address, chosen(then="save"))["Location"] for _ in range(2)]
    assert len(set(answers)) == 1
    assert Job.objects.filter(kind=KIND).count() == OrderMapping.objects.count() == 1


def test_the_preview_follows_the_choice_and_saves_nothing(operator):
    address = strange(operator)
    page = operator.browser.post(address, chosen(then="preview", name="", column_1="content", column_2="title"))
    assert page.status_code == 200
    preview = page.content.decode().partition('id="preview-title"')[2]
    assert 'title="路口的灯不亮"' in preview
    assert OrderMapping.objects.count() == 0


def test_a_matching_without_title_says_what_is_missing(operator):
    address = strange(operator)
    answer = operator.browser.post(address, chosen(then="save", column_1=""))
    assert answer.status_code == 400
    assert "还要对应：标题" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "请起个名称"), ("a/../b", "名称只能用"), ("beijing12345", "已经有“beijing12345”了"), ("x" * 61, "60")],
)
def test_a_name_that_cannot_be_used_is_told_of(operator, name, sentence):
    answer = operator.browser.post(strange(operator), chosen(then="save", name=name))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Job.objects.count() == OrderMapping.objects.count() == 0


def test_words_of_the_status_column_decide_what_is_still_open(operator):
    rows = ["流水号,主题,问题描述,状态", "B-261101-1,路灯不亮,不亮,转办中", "B-261101-2,井盖破损,破损,完结"]
    address = send(operator, csv_of(rows[0], rows[1:]), mode="history")["Location"]
    data = chosen(then="save", column_3="status", still_open="转办中、待办")
    operator.browser.post(address, data)
    work()
    states = dict(Case.objects.values_list("order_no", "state"))
    assert states == {"B-261101-1": "pending_dispatch", "B-261101-2": "closed"}


def test_an_upload_belongs_to_the_session_that_sent_it(operator, town):
    address = strange(operator)
    colleague = seat(town.centre, Role.DISPATCHER)
    assert [colleague.browser.get(address).status_code, colleague.browser.post(address).status_code] == [404, 404]
    colleague.browser.post(f"{address}drop/")
    assert operator.browser.get(address).status_code == 200


def test_an_upload_that_was_swept_away_is_asked_for_again(operator, store):
    address = strange(operator)
    for folder in files.folders():
        files.remove(folder.name)
    answer = operator.browser.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/imports/new/"
    assert "上传的文件已经不在了" in answer.content.decode()


def test_an_upload_that_is_given_up_goes_at_once(operator, store):
    address = strange(operator)
    operator.browser.post(f"{address}drop/")
    assert list(files.folders()) == []
    assert operator.browser.get(address).status_code == 404


def test_only_the_latest_uploads_wait_for_their_matching(operator):
    addresses = [strange(operator, request=str(n)) for n in range(6)]
    assert len(list(files.folders())) == 5
    assert [operator.browser.get(address).status_code for address in addresses] == [404, *[200] * 5]
