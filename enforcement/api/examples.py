"""Examples of the main calls in the OpenAPI document; a test sends each of them."""

from drf_spectacular.utils import OpenApiExample

OFFICER = {"name": "张某", "post": "执法队长", "phone": "13800001111"}
BLOW = {
    "kind": "enforcement",
    "matter": "模式口大街占道经营反复，需联合整治",
    "location": {"address": "模式口大街 21 号", "lon": 116.2025, "lat": 39.9075, "crs": "wgs84"},
    "leader": {"name": "李某", "post": "副主任"},
    "departments": [{"organization": "11010702", "duty": "查处占道经营"}],
}
SIGN = {"officer": OFFICER, "eta": "2026-11-24T10:00:00+08:00"}
CHECK_IN = {"officer": OFFICER, "team_size": 3, "way": "app", "lon": 116.2026, "lat": 39.9076}
RECORD = {"measure": "enforcement", "text": "责令 3 家商户当场改正，清理占道物品 5 处。"}
REPORT = {"result": "solved", "text": "占道经营已清理，商户签订承诺书。"}
OBJECT = {"reason": "该路段由属地管理，不在本单位职责内。", "basis": "职责清单第 12 项"}
RATE = {"marks": {"person": 10, "site_work": 20, "record": 10}, "remark": "到场及时，处置得力。"}
BULK = {
    "items": [
        {"summons": "S20261124-000001-01", "action": "sign", "body": SIGN, "if_match": '"v1"'},
        {"summons": "S20261124-000002-03", "action": "check_in", "body": CHECK_IN},
    ]
}


def example(name: str, value: object) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value, request_only=True)]


EXAMPLES = {
    "sign": example("签收", SIGN),
    "check_in": example("报到", CHECK_IN),
    "record": example("现场记录", RECORD),
    "report": example("反馈", REPORT),
    "object": example("提出异议", OBJECT),
    "rate": example("评价部门", RATE),
}
