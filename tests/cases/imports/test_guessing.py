from cases.imports.columns import FIELDS
from cases.imports.guessing import _WORDS, guess


def test_a_plain_export_is_matched_by_its_names():
    header = [
        "工单编号",
        "受理时间",
        "标题",
        "主要内容",
        "被反映街乡镇",
        "村/社区",
        "来电人",
        "来电人电话/账号",
        "备用",
    ]
    assert guess(header) == {
        "工单编号": "order_no",
        "受理时间": "received_at",
        "标题": "title",
        "主要内容": "content",
        "被反映街乡镇": "street",
        "村/社区": "community",
        "来电人": "requester_name",
        "来电人电话/账号": "requester_phone",
    }


def test_an_exact_name_wins_over_one_that_only_holds_the_word():
    assert guess(["内容摘要", "内容"]) == {"内容": "content"}


def test_of_two_exact_names_the_longer_has_the_field():
    assert guess(["地址", "详细地址"]) == {"详细地址": "address"}


def test_marks_and_case_do_not_matter():
    assert guess(["Message_ID", "created at", "经度（WGS-84）"]) == {
        "Message_ID": "order_no",
        "created at": "received_at",
        "经度（WGS-84）": "lon",
    }


def test_every_word_names_a_field_of_ours():
    assert set(_WORDS) <= set(FIELDS)
