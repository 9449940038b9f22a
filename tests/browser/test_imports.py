"""A file of orders brought in by a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from foundation import clock
from foundation.actions.run_job import run_next_job
from foundation.models import Job
from organizations.roles import Role

FOLDER = os.environ.get("CENTER_SCREENSHOTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def orders(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "街道周报.csv"
    path.write_text("\n".join([header, *rows]), encoding="gb18030")
    return path


def shoot(page: Page, name: str) -> None:
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)


def choose(page: Page, path: Path, *, mode: str = "新工单") -> None:
    page.get_by_role("link", name="工单导入").click()
    page.locator("main").get_by_role("link", name="导入").first.click()
    page.locator("#import-file").set_input_files(path)
    page.get_by_label(mode).check()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_operator_matches_the_columns_once_and_reads_the_result(town, make_user, enter, tmp_path, javascript):
    desk = enter(make_user(town.centre, Role.INTAKE_OPERATOR, name="孙受理"), javascript=javascript)
    street = town.area.streets[0].name
    path = orders(
        tmp_path,
        "流水号,反映时间,主题,问题描述,所属街道,联系人,联系电话,经办窗口",
        f"周-001,2026-11-20 08:30,路灯不亮,柳荫路口路灯不亮,{street},王小明,19900001234,三号窗",
        f"周-002,2026-11-20 09:10,井盖破损,人行道井盖破损,{street},匿名,,一号窗",
        f"周-003,三天以前,占道经营,路口占道经营,{street},李小红,19900005678,一号窗",
    )
    choose(desk, path)
    if javascript:
        shoot(desk, "import-upload")
    desk.get_by_role("button", name="上传并导入").click()
    expect(desk.get_by_text("这种表头还没有见过")).to_be_visible()
    expect(desk.get_by_label("流水号")).to_have_value("order_no")
    expect(desk.get_by_label("经办窗口")).to_have_value("")
    expect(desk.get_by_text("199****1234").first).to_be_visible()
    expect(desk.get_by_text("时间写法不对")).to_be_visible()
    if javascript:
        shoot(desk, "import-columns")
    desk.get_by_label("给这种对应起个名称").fill("街道周报")
    desk.get_by_role("button", name="保存并导入").click()
    expect(desk.locator("progress")).to_be_visible()
    if javascript:
        shoot(desk, "import-waiting")
    run_next_job(clock=clock.now)
    if not javascript:
        desk.get_by_role("link", name="刷新").click()
    expect(desk.locator(".tallies")).to_contain_text("新增2")
    expect(desk.locator(".refusals")).to_contain_text("时间写法不对")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载报告").click()
    assert download.value.suggested_filename == "街道周报-未导入.xlsx"
    if javascript:
        shoot(desk, "import-result")
    desk.get_by_role("link", name="看来源为").click()
    expect(desk.locator("#list tr[data-case]")).to_have_count(2)
    desk.get_by_role("link", name="工单导入").click()
    expect(desk.locator("#imports tbody tr")).to_have_count(1)
    if javascript:
        shoot(desk, "import-list")


def test_a_double_click_uploads_once(town, make_user, enter, tmp_path):
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"))
    path = orders(
        tmp_path, "message_id,user_code,title,created_at,text", "M1,匿名,路灯不亮,2026-11-20 08:30,柳荫路口路灯不亮"
    )
    choose(desk, path)
    desk.get_by_role("button", name="上传并导入").dblclick()
    desk.wait_for_url("**/desk/imports/*/")
    expect(desk.locator("progress")).to_be_visible()
    assert Job.objects.count() == 1
    run_next_job(clock=clock.now)
    expect(desk.locator(".tallies")).to_contain_text("新增1")
    assert Case.objects.count() == 1


def test_a_file_that_is_no_table_is_told_of_in_place(town, make_user, enter, tmp_path):
    desk = enter(make_user(town.centre, Role.DISPATCHER, name="李调度"))
    path = tmp_path / "周报.xlsx"
    path.write_bytes(b"%PDF-1.7 ...")
    choose(desk, path, mode="历史存档")
    desk.get_by_role("button", name="上传并导入").click()
    expect(desk.locator("#import-file_error")).to_contain_text("这是 PDF 文件，不是表格。")
    expect(desk.get_by_label("历史存档")).to_be_checked()
    shoot(desk, "import-refused")
