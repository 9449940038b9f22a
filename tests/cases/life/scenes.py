"""Every action in each way it can go."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.make import MORNING

if TYPE_CHECKING:
    from tests.cases.life.staging import Stage

LATER = MORNING + timedelta(days=5)
SOLVED = {"reached": True, "contacted": True, "solved": "yes", "satisfied": "satisfied", "note": "", "way": "phone"}


@dataclass
class Scene:
    """One way to do an action: the body as the API has read it, where it leads ("" stays), what must be prepared."""

    action: str
    body: dict[str, Any] = field(default_factory=dict)
    leads_to: str = ""
    flow: str = "hotline"
    columns: dict[str, Any] = field(default_factory=dict)
    application: str = ""
    came_from: str = "handling"
    is_supervised: bool = False
    is_following: bool = False
    bearer: str = ""
    has_alert: bool = False
    answers_order: bool = False

    def __str__(self) -> str:
        return f"{self.action} {self.body}"


def scenes(s: "Stage") -> list[Scene]:
    """In the order of a case's day."""
    street, more = s.town.streets[0].code, {"reason": "等备件", "requester_told": True}
    grid: dict[str, Any] = {"flow": "grid"}
    yes, no = {"approved": True, "opinion": ""}, {"approved": False, "opinion": "不同意"}
    spot = {
        "words": "已清理",
        "before": lambda who: [s.pictures[who.key, "before"]],
        "after": lambda who: [s.pictures[who.key, "after"]],
    }
    return [
        Scene("locate", {"location": {"address": "路口"}}),
        Scene("classify", {"category_code": "030701"}),
        Scene("send_to_verify", {"words": ""}, "verifying", **grid),
        Scene("verify", {"true": True, "words": "", "standard": s.standard.pk}, "pending_dispatch", **grid),
        Scene("verify", {"true": False, "words": "现场无此情况", "standard": None}, "rejected", **grid),
        Scene("file", {"standard": s.standard.pk}, "pending_dispatch", **grid),
        Scene("reject", {"ground": "outside_duties", "words": ""}, "rejected"),
        Scene("answer", {"text": "九点", "wants_call": False}, "closed", columns={"request_kind": "consultation"}),
        Scene(
            "answer", {"text": "九点", "wants_call": True}, "callback",
            columns={"request_kind": "consultation"}, answers_order=True,
        ),
        Scene("hand_over", {"line": "110", "words": ""}, "closed"),
        Scene("self_handle", spot, "closed", **grid),
        Scene("dispatch", {"organization": street, "reason": ""}, "dispatched"),
        Scene("sign", {}, "handling"),
        Scene("request_return", {"reason": "非本辖区", "basis": "区划图", "organization": ""}, "return_requested"),
        Scene("decide_return", no | {"organization": ""}, "handling", application="return"),
        Scene("decide_return", no | {"organization": ""}, "dispatched", application="return", came_from="dispatched"),
        Scene("decide_return", yes | {"organization": ""}, "pending_dispatch", application="return"),
        Scene("decide_return", yes | {"organization": s.helper.code}, "dispatched", application="return"),
        Scene("contact", {"note": "已约", "attachments": []}),
        Scene("contact", {"note": "已约", "attachments": []}, is_following=True),
        Scene("assign", {"organization": s.town.communities[1].code, "person": "", "words": "看", "due_at": None}),
        Scene("assist", {"organization": s.helper.code, "words": "请协办", "due_at": None}),
        Scene("report_task", {"outcome": "done", "result": "已办"}, bearer="worker"),
        Scene("report_task", {"outcome": "not_done", "result": "无人"}, bearer="officer"),
        Scene("withdraw_task", {"reason": "不用"}, bearer="worker"),
        Scene("request_extension", more | {"n": 1, "until": None}),
        Scene("decide_extension", yes, application="extension"),
        Scene("decide_extension", no, application="extension"),
        Scene("request_shelving", {"reason": "施工", "plan": "完工后", "until": LATER}),
        Scene("decide_shelving", yes, "shelved", application="shelving"),
        Scene("decide_shelving", no, application="shelving"),
        Scene("resume", {"note": ""}, "handling"),
        Scene("note", {"text": "知悉", "attachments": []}),
        Scene("note", {"text": "知悉", "attachments": []}, is_following=True),
        Scene("urge", {"words": "请尽快"}),
        Scene("supervise", {"reason": "久拖不决"}),
        Scene("answer_supervision", {"answer": "今日办结"}, is_supervised=True),
        Scene("mark_hard", {"hard": True, "reason": "权属不清"}),
        Scene("mark_hard", {"hard": False, "reason": "已明确"}, columns={"is_hard": True}),
        Scene("take_alert", {"note": ""}, has_alert=True),
        Scene("take_alert", {"note": ""}, has_alert=True, is_following=True),
        Scene("reply", {"text": "已修好", "measures": "", "attachments": []}, "replied"),
        Scene("review", {"accepted": True, "opinion": ""}, "callback"),
        Scene("review", {"accepted": True, "opinion": ""}, "checking", **grid),
        Scene("review", {"accepted": False, "opinion": "不实"}, "handling"),
        Scene("check", {"passed": True, "words": "", "attachments": []}, "closed", **grid),
        Scene("check", {"passed": False, "words": "仍有垃圾", "attachments": []}, "handling", **grid),
        Scene("callback", SOLVED, "closed"),
        Scene("callback", SOLVED | {"solved": "no"}, "handling"),
        Scene("callback", SOLVED | {"reached": False}),
        Scene("close_special", {"reason": "诉求人撤诉"}, "closed"),
        Scene("cancel", {"reason": "重复"}, "cancelled"),
        Scene("merge", {"main": s.main.case_no, "reason": "同一盏灯"}),
        Scene("unmerge", {"reason": "不是同一盏"}, is_following=True),
        Scene("reopen", {"reason": "又坏了"}),
    ]  # fmt: skip
