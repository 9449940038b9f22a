"""What citizens write of themselves in free text, before it is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.orders import Caller, Whereabouts
from cases.rules.veiling import veil, veiled
from kernel.texts import mask_numbers
from tests import make

CALLER = Caller(name="王建国", phone="6887 1234")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("请拨13800001111。", "请拨138****1111。"),
        ("电话 138 0000 1111", "电话 138****1111"),
        ("+86-138-0000-1111找我", "138****1111找我"),
        ("１３８００００１１１１", "138****1111"),
        ("座机010-68871234", "座机010****1234"),
        ("身份证11010519491231002X", "身份证110****1002"),
        ("20261124-000123号案件，2026年11月24日", "20261124-000123号案件，2026年11月24日"),
        ("工单号 热线-261124-000123，限 1500 元", "工单号 热线-261124-000123，限 1500 元"),
        ("卡号 6222021380000111123", "卡号 6222021380000111123"),
        ("没有号码", "没有号码"),
        ("座机(0471)6543210", "座机047****3210"),
        ("座机（010）68887777。", "座机010****7777。"),
        ("138.0000.1111", "138****1111"),
        ("138·0000·1111", "138****1111"),
        ("0471 - 6543210", "047****3210"),
        ("010 6888 7777", "010****7777"),
        ("(+86) 138 0000 1111", "(138****1111"),
        ("2026.11.24 18:30，2026-11-24 至 2026-12-01", "2026.11.24 18:30，2026-11-24 至 2026-12-01"),
        ("热线-261124-000123、20261124-000001", "热线-261124-000123、20261124-000001"),
        ("欠款 1,380,000.50 元，共 13.8000 万", "欠款 1,380,000.50 元，共 13.8000 万"),
        ("柳荫路138-2号院（10）5单元1203室", "柳荫路138-2号院（10）5单元1203室"),
    ],
)
def test_numbers_of_people_are_masked_and_others_stay(written, shown):
    assert mask_numbers(written) == shown


def test_the_callers_own_number_and_name_are_known_however_they_stand(db):
    assert veil("我是王建国，打 68871234 或 6887-1234", CALLER) == "我是王**，打 688****1234 或 688****1234"


@pytest.mark.parametrize("written", ["6543210", "654 3210", "654-3210", "（0471）6543210", "0471 - 654.3210"])
def test_the_callers_landline_is_known_without_its_area_code(written):
    shown = veil(f"请打{written}，号码 6543211 不是", Caller(phone="0471-6543210"))
    assert ("654" in shown.split("，")[0], "6543211" in shown) == (False, True)


def test_what_a_mask_leaves_is_no_number_with_what_follows():
    once = mask_numbers("13800000010 2222 3333")
    assert "0010 2222" not in once
    assert mask_numbers(once) == once


def test_a_local_number_of_eight_digits_is_known_too():
    assert veil("请打68887777", Caller(phone="010-68887777")) == "请打688****7777"


def test_a_word_that_names_nobody_stays_in_the_text():
    assert veil("市民反映路灯不亮", Caller(name="市民")) == "市民反映路灯不亮"


def test_an_order_keeps_its_words_beside_what_is_shown():
    order = make.order(
        title="王建国反映",
        content="请打13800001111",
        caller=Caller(name="王建国", phone="13800001111"),
        whereabouts=Whereabouts(address="柳荫路2号"),
        extra={"备用电话": 13900002222, "渠道": "电话"},
    )
    shown = veiled(order)
    assert (shown.title, shown.content) == ("王**反映", "请打138****1111")
    assert shown.extra == {"备用电话": "139****2222", "渠道": "电话"}
    assert shown.caller.words == "王建国反映\n请打13800001111\n备用电话：13900002222"
    assert shown.canonical() != order.canonical()
    assert veiled(make.order(content="路灯不亮")).caller.words == ""


@given(st.text(alphabet="0123456789 -138王电话+８()（）.·\n", max_size=40))
def test_masking_again_changes_nothing(text):
    for also in ("", "0471-6543210", "68887777"):
        once = mask_numbers(text, also=also)
        assert mask_numbers(once, also=also) == once
