"""What a row becomes, and what is wrong with one that becomes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.api.serializers import EXTRA_LIMIT as API_EXTRA
from cases.api.serializers import LocationIn, OrderIn, RequesterIn
from cases.imports import mappings
from cases.imports.columns import parse
from cases.imports.drafts import Draft
from cases.imports.naming import CategoryNames
from cases.imports.reading import Reader
from cases.models import Category, CategoryScheme
from cases.rules.orders import EXTRA_LIMIT, LENGTHS
from tests.cases.imports.making import BEIJING, order_row
from tests.make import NOON, at

TODAY = date(2026, 11, 24)


class NoNames(CategoryNames):
    """No category has a name."""

    def __post_init__(self) -> None:
        self._nodes = {}


def reader(mapping=None, *, header=BEIJING, categories=None, with_endings=True) -> Reader:
    return Reader(
        mapping=mapping or mappings._packaged()["beijing12345"],
        header=header,
        categories=categories or NoNames(TODAY),
        now=NOON,
        with_endings=with_endings,
    )


def read(*, by=None, **cells):
    return (by or reader()).read(2, order_row(**cells))


def reasons(**cells) -> list[tuple[str, str]]:
    found = read(**cells)
    assert isinstance(found, list), found
    return [(one.field, one.reason) for one in found]


def test_a_row_of_the_city_becomes_an_order():
    draft = read(被反映区="石景山区")
    order = draft.order
    assert (order.order_no, order.source, order.request_kind) == ("热线-261101-000001", "12345", "complaint")
    assert (order.received_at, draft.received_precision) == (at("2026-11-01 00:00"), "day")
    assert (order.whereabouts.address, order.whereabouts.street) == ("石景山区甲河街道1号楼", "甲河街道")
    assert (order.caller.name, order.caller.phone, order.caller.is_secret) == ("王某某", "19900001234", False)
    assert (draft.ending.reply, draft.ending.closed_at) == ("已修复", at("2026-11-03 16:20"))
    assert (draft.ending.solved, draft.ending.satisfied, draft.ending.status) == ("yes", "satisfied", "closed")


def test_what_no_field_takes_over_as_it_stands_stays_readable():
    extra = read(工单类型="诉求", 标签="七有五性", 是否满意="未评价").order.extra
    assert extra["标签"] == "七有五性"
    assert (extra["工单类型"], extra["是否满意"], extra["村/社区"]) == ("诉求", "未评价", "柳荫里社区")
    assert not {"标题", "主要内容", "来电人", "来电人电话/账号", "回复内容", "办结时间"} & set(extra)


def test_a_live_order_keeps_how_the_city_ended_it_beside_it():
    draft = read(by=reader(with_endings=False))
    assert draft.ending is None
    assert draft.order.extra["回复内容"] == "已修复"


def test_a_requester_who_asked_for_secrecy_is_not_named():
    order = read(来电人="保密", **{"来电人电话/账号": "保密"}).order
    assert (order.caller.name, order.caller.phone, order.caller.is_secret) == ("", "", True)


def test_a_masked_number_joins_nobody_and_is_kept_as_sent():
    order = read(**{"来电人电话/账号": "150××××"}).order
    assert (order.caller.phone, order.extra["来电人电话/账号"]) == ("", "150××××")


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"标题": " "}, "标题", "不能为空"),
        ({"主要内容": ""}, "主要内容", "不能为空"),
        ({"工单编号": ""}, "工单编号", "不能为空"),
        ({"标题": "长" * 201}, "标题", "最多 200 个字符，现有 201 个"),
        ({"主要内容": "长" * 20_001}, "主要内容", "最多 20000"),
        ({"工单编号": "热线/261101-1"}, "工单编号", "不能含斜杠"),
        ({"工单编号": "热线-000017"}, "工单编号", "没有接收时间"),
        ({"工单编号": "热线-261130-000001"}, "工单编号", "接收时间在未来"),
        ({"办结时间": "三月"}, "办结时间", "时间写法不对"),
        ({"办结时间": "1900-01-01 00:00"}, "办结时间", "2000 到 2099"),
        ({"办结时间": "2027-01-01 00:00"}, "办结时间", "时间在未来"),
        ({"企业名称": "长" * 20_001}, "企业名称", "最多 20000"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_by_column_and_reason(cells, field, words):
    [(told, reason)] = reasons(**cells)
    assert told == field
    assert words in reason


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    assert [field for field, _reason in reasons(标题="", 主要内容="", 办结时间="x")] == ["标题", "主要内容", "办结时间"]


def test_a_reason_never_says_what_the_row_says_of_the_requester():
    told = str(reasons(来电人="张" * 61, **{"来电人电话/账号": "1" * 41}))
    assert "张" not in told
    assert "1111" not in told


def test_a_time_of_the_files_own_comes_before_the_number():
    mapping = parse("mine", {"columns": {"order_no": "号", "title": "题", "content": "文", "received_at": "时"}})
    row = {"号": "热线-250329-1", "题": "题", "文": "文", "时": "2026-11-20 08:15:30"}
    draft = reader(mapping, header=list(row)).read(2, row)
    assert draft.order.received_at == at("2026-11-20 08:15") + timedelta(seconds=30)
    assert draft.received_precision == "second"


def test_a_point_in_gcj02_is_stored_in_wgs84():
    columns = {"order_no": "号", "title": "题", "content": "文", "lon": "经", "lat": "纬"}
    row = {"号": "261101-1", "题": "题", "文": "文", "经": "116.2", "纬": "39.9"}
    shifted = reader(parse("mine", {"columns": columns, "crs": "gcj02"}), header=list(row)).read(2, row)
    assert 0.004 < 116.2 - shifted.order.whereabouts.lon < 0.008
    for wrong, column in (({"纬": ""}, "纬"), ({"经": "东经"}, "经"), ({"经": "39.9", "纬": "116.2"}, "纬")):
        [refusal] = reader(parse("mine", {"columns": columns}), header=list(row)).read(2, row | wrong)
        assert refusal.field == column


def test_more_columns_than_the_api_takes_are_refused():
    header = [*BEIJING, *(f"列{n}" for n in range(60))]
    row = order_row() | {f"列{n}": "有" for n in range(60)}
    [refusal] = reader(header=header).read(2, row)
    assert "50" in refusal.reason


def test_files_and_the_api_have_the_same_limits():
    requester = {f"requester_{name}": field for name, field in RequesterIn().fields.items()}
    fields = {**OrderIn().fields, **requester, **LocationIn().fields}
    assert {name: fields[name].max_length for name in LENGTHS} == LENGTHS
    assert API_EXTRA == EXTRA_LIMIT


def _tree(*paths: str) -> None:
    scheme = CategoryScheme.objects.create(code="t", name="t", standard="t", version="1", valid_from=date(2020, 1, 1))
    known: dict[str, Category] = {}
    for path in paths:
        above = None
        for level, name in enumerate(path.split("/"), start=1):
            here = f"{above.path_name if above else ''}/{name}"
            if here not in known:
                code = f"{len(known) + 1:06}"
                category = Category(scheme=scheme, kind="hotline", code=code, name=name, level=level, parent=above)
                category.path_name = category.path_under(above)
                category.save()
                known[here] = category
            above = known[here]


def test_a_category_is_found_by_the_last_name_that_is_ours(db):
    _tree("城市管理/市容环境/占道经营", "城市管理/市政设施/其他", "文化/场馆/其他", "文化/场馆/文物保护")
    names = CategoryNames(TODAY)

    def name_of(words: str) -> str:
        code = names.code_of(words)
        return Category.objects.get(code=code.removeprefix("hotline:")).path_name if ":" in code else code

    assert name_of("城市管理->市容环境->占道经营") == "城市管理 / 市容环境 / 占道经营"
    assert name_of("市容-环境-占道经营") == "城市管理 / 市容环境 / 占道经营"
    assert name_of("文化->场馆->其他") == "文化 / 场馆 / 其他"
    assert name_of("科体文宣->场馆->旧书") == "文化 / 场馆"
    assert name_of("某某->其他") == "某某->其他"
    assert name_of("030701") == "030701"
    assert name_of("") == ""


cells = st.dictionaries(st.sampled_from(BEIJING), st.text(max_size=300), min_size=3)


@settings(max_examples=200)
@given(cells)
def test_whatever_stands_in_the_cells_becomes_an_order_or_reasons(cells):
    found = reader().read(7, order_row() | cells)
    if isinstance(found, Draft):
        assert found.order.title
        assert len(found.order.title) <= 200
    else:
        assert found
        assert all(one.reason and one.line == 7 for one in found)
