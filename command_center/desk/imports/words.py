"""What the pages of imports call things."""

from django.utils.translation import gettext_lazy as _

from cases.imports.results import Mode
from foundation.states import JobState

FIELDS = {
    "order_no": _("工单号"),
    "title": _("标题"),
    "content": _("内容"),
    "received_at": _("接收时间"),
    "source": _("来源"),
    "request_kind": _("诉求类型"),
    "urgency": _("紧急程度"),
    "category": _("类别"),
    "address": _("地址"),
    "street": _("街道"),
    "community": _("社区"),
    "lon": _("经度"),
    "lat": _("纬度"),
    "requester_name": _("诉求人姓名"),
    "requester_phone": _("诉求人电话"),
    "requester_address": _("诉求人地址"),
    "is_secret": _("是否保密"),
    "reply_due_at": _("回复时限"),
    "supervised": _("是否督办"),
    "status": _("状态（办结与否）"),
    "reply": _("回复内容"),
    "replied_at": _("回复时间"),
    "closed_at": _("办结时间"),
    "solved": _("是否解决"),
    "satisfied": _("是否满意"),
}
MODES = {
    Mode.LIVE.value: _("新工单"),
    Mode.HISTORY.value: _("历史存档"),
}
WHAT_MODES_DO = {
    Mode.LIVE.value: _("要办的工单：导入后开始计时限，自动派单，并通知有关单位。"),
    Mode.HISTORY.value: _("办过的工单：带着文件里的回复、回访和时间存入，不计时限，不派单，不通知任何人。"),
}
TAGS = {
    JobState.WAITING.value: "tag-warn",
    JobState.RUNNING.value: "tag-handling",
    JobState.DONE.value: "tag-replied",
    JobState.FAILED.value: "tag-alarm",
}
