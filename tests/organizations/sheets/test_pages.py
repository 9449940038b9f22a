"""The pages of export and import in the admin, and the two commands."""

import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from cases.models import Category
from foundation.clock import now
from organizations.models import AuditEntry, ConfigUpload
from organizations.roles import Role
from organizations.sheets.registry import all_sheets
from tests import make
from tests.cases.sheets.spreadsheets import exported, workbook

pytestmark = pytest.mark.django_db
LISTS = {sheet.kind: f"/admin/{sheet.model._meta.label_lower.replace('.', '/')}/" for sheet in all_sheets().values()}
CATEGORIES = LISTS["categories"]
HEADING = ("方案", "类型", "编码", "名称", "上级编码")


@pytest.fixture
def browser_of(town):
    def sign_in(role: Role, **columns) -> Client:
        browser = Client()
        browser.force_login(make.user(town.centre, role, **columns))
        return browser

    return sign_in


@pytest.fixture
def administrator(browser_of) -> Client:
    return browser_of(Role.SYSTEM_ADMIN)


def bring(browser: Client, content: bytes, *, to: str = CATEGORIES):
    file = SimpleUploadedFile("类别.xlsx", content)
    return browser.post(f"{to}import/", {"file": file}, follow=True)


def confirm(browser: Client, page, **facts):
    answers = {"confirmed": "1", "fingerprint": page.context["plan"].fingerprint} | facts
    return browser.post(page.redirect_chain[-1][0], answers, follow=True)


@pytest.mark.parametrize("kind", LISTS)
def test_each_list_offers_export_and_import(administrator, kind):
    words = administrator.get(LISTS[kind]).content.decode()
    assert "导出 xlsx" in words
    assert "导入 xlsx" in words
    file = administrator.get(f"{LISTS[kind]}export.xlsx")
    assert load_workbook(BytesIO(file.content)).sheetnames[1] == "说明"
    assert "attachment" in file.headers["Content-Disposition"]
    assert administrator.get(f"{LISTS[kind]}import/").status_code == 200


def test_a_file_is_previewed_confirmed_and_written(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "06010", "散落垃圾", None)))
    words = page.content.decode()
    assert all(word in words for word in ("D2", "暴露垃圾", "散落垃圾", "我已核对"))
    assert Category.objects.filter(name="散落垃圾").count() == 0
    done = confirm(administrator, page)
    assert "已导入" in done.content.decode()
    assert Category.objects.filter(name="散落垃圾").count() == 1
    assert AuditEntry.objects.get(kind="config.imported").address == "127.0.0.1"
    assert ConfigUpload.objects.get().content == b""


def test_sent_twice_it_is_done_once(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "77", "新", None)))
    assert [confirm(administrator, page).status_code for _ in range(2)] == [200, 200]
    assert AuditEntry.objects.filter(kind="config.imported").count() == 1


def test_without_confirmation_nothing_is_written(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "77", "新", None)))
    assert "请先勾选" in confirm(administrator, page, confirmed="").content.decode()
    assert not Category.objects.filter(code="77").exists()


def test_what_changed_since_the_preview_is_told_and_shown_anew(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "06010", "散落垃圾", None)))
    Category.objects.filter(code="06010").update(name="别人改的")
    again = confirm(administrator, page)
    assert "已被别人修改" in again.content.decode()
    assert "别人改的" in again.content.decode()
    confirm(administrator, page, fingerprint=again.context["plan"].fingerprint)
    assert Category.objects.get(code="06010").name == "散落垃圾"


def test_errors_stand_at_their_cells_and_nothing_can_be_confirmed(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事件", "77", "<b>新", "99")))
    words = page.content.decode()
    assert "B2" in words
    assert "我已核对" not in words
    confirm(administrator, page)
    assert not Category.objects.filter(code="77").exists()


def test_a_long_list_shows_two_hundred_rows_at_a_time(administrator):
    rows = [("test", "事项", f"8{n:04}", f"类{n}", None) for n in range(450)]
    page = bring(administrator, workbook(HEADING, *rows))
    assert "另有 250 行" in page.content.decode()
    last = administrator.get(page.redirect_chain[-1][0], {"page": 3}).content.decode()
    assert ("类449" in last, "类399" in last) == (True, False)
    wrong = [("tset", "事项", f"8{n:04}", f"类{n}", None) for n in range(450)]
    assert "另有 250 处" in bring(administrator, workbook(HEADING, *wrong)).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"\x89PNG\r\n", "不是表格"),
        (b"PK\x03\x04" + b"x" * 50, "已损坏"),
        (b"0" * (10 * 1024 * 1024 + 1), "超过 10 MB"),
    ],
)
def test_a_file_that_is_no_table_is_told_on_the_form(administrator, content, sentence):
    page = bring(administrator, content)
    assert page.status_code == 200
    assert sentence in "".join(page.context["form"].errors["file"])
    assert ConfigUpload.objects.count() == 0


def test_pages_hold_nothing_that_the_content_policy_forbids(administrator):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "77", "新", None)))
    ours = page.content.decode().split('id="content-main"')[1].split("<footer")[0]
    assert not any(mark in ours for mark in ("<script", "style=", " onclick"))


def test_a_file_belongs_to_who_brought_it(administrator, browser_of):
    page = bring(administrator, workbook(HEADING, ("test", "事项", "77", "新", None)))
    assert browser_of(Role.SYSTEM_ADMIN).get(page.redirect_chain[-1][0]).status_code == 404


def test_files_rest_sealed_for_a_day(administrator):
    bring(administrator, workbook(HEADING, ("test", "事项", "77", "新", None)))
    ConfigUpload.objects.update(uploaded_at=now() - timedelta(days=2))
    bring(administrator, exported("users"), to=LISTS["users"])
    assert [upload.kind for upload in ConfigUpload.objects.all()] == ["users"]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_nobody_else_brings_files(browser_of, kind, role):
    browser = browser_of(role)
    status = browser.get(f"{LISTS[kind]}import/").status_code
    assert status == (200 if (role, kind) == (Role.SECURITY_ADMIN, "users") else status)
    if (role, kind) != (Role.SECURITY_ADMIN, "users"):
        assert status in (302, 403)
    if role != Role.SECURITY_ADMIN or kind not in ("organizations", "users"):
        assert browser.get(f"{LISTS[kind]}export.xlsx").status_code in (302, 403)


def test_commands_take_a_kind_out_and_in(town, tmp_path):
    path = tmp_path / "类别.xlsx"
    call_command("export_config", "categories", str(path), stdout=StringIO())
    assert told(path, "--json")["unchanged"] == Category.objects.count()
    path.write_bytes(exported("categories", D2="改名"))
    assert (told(path, "--dry-run", "--json")["changed"], Category.objects.filter(name="改名").count()) == (1, 0)
    assert (told(path, "--json")["applied"], Category.objects.filter(name="改名").count()) == (True, 1)


def test_the_command_ends_with_one_when_a_cell_is_wrong(town, tmp_path):
    path = tmp_path / "类别.csv"
    path.write_text("方案,类型,编码,名称,上级编码\ntset,事项,77,新,\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_config", "categories", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue())["errors"][0]["address"] == "A2"
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_config", "categories", str(tmp_path / "nowhere.xlsx"))
    with pytest.raises(CommandError, match="这是文件夹"):
        call_command("export_config", "categories", str(tmp_path))


def told(path, *options) -> dict:
    out = StringIO()
    call_command("import_config", "categories", str(path), *options, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])
