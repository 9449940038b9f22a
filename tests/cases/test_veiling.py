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
    ],
)
def test_numbers_of_people_are_masked_and_others_stay(written, shown):
    assert mask_numbers(written) == shown


def test_the_callers_own_number_and_name_are_known_however_they_stand(db):
    assert veil("我是王建国，打 68871234 或 6887-1234", CALLER) == "我是王**，打 688****1234 或 688****1234"


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


@given(st.text(alphabet="0123456789 -138王电话+８", max_size=40))
def test_masking_again_changes_nothing(text):
    once = mask_numbers(text)
    assert mask_numbers(once) == once
