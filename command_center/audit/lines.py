"""One entry as people read it: the kind in words, what was and what is column by column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from command_center.audit.kinds import kind_name, model_of
from organizations.models import AuditEntry

# What entries say besides columns of rows.
_WORDS: Mapping[str, str | Promise] = {
    "fields": _("看到的内容"),
    "name": _("姓名"),
    "phone": _("电话"),
    "address": _("地址"),
    "words": _("原话"),
    "count": _("次数"),
    "found": _("查到件数"),
    "asked": _("查找方式"),
    "number": _("完整号码"),
    "tail": _("后四位"),
    "case": _("案件"),
    "street": _("街道"),
    "recent_days": _("近几天"),
    "usual": _("通常上限"),
    "rows": _("行数"),
    "filter": _("筛选"),
    "role": _("角色"),
    "organization": _("组织"),
    "display_name": _("姓名"),
    "scopes": _("权限范围"),
    "expires_at": _("到期时间"),
    "previous_expires_at": _("旧令牌失效时间"),
    "added": _("新增"),
    "changed": _("修改"),
    "written": _("写入天数"),
    "removed": _("删去天数"),
    "years": _("新增年度"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One column; "" where the entry says nothing of that side."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    entry: AuditEntry
    kind: str
    differences: list[Difference]

    @property
    def before(self) -> str:
        return "；".join(f"{d.name}：{d.before}" for d in self.differences if d.before)

    @property
    def after(self) -> str:
        return "；".join(f"{d.name}：{d.after}" for d in self.differences if d.after)


def line_of(entry: AuditEntry) -> Line:
    before, after = entry.before or {}, entry.after or {}
    names = list(dict.fromkeys([*before, *after]))
    differences = [
        Difference(_column_name(entry.kind, name), _told(before.get(name)), _told(after.get(name))) for name in names
    ]
    return Line(entry, kind_name(entry.kind), differences)


def _column_name(kind: str, name: str) -> str:
    """As the form calls it; what is no column stays as it was written."""
    model: Any = model_of(kind)
    if model is None:
        return str(_WORDS.get(name, name))
    columns = {column.attname: column for column in model._meta.concrete_fields}
    try:
        return str((columns.get(name) or model._meta.get_field(name)).verbose_name)
    except FieldDoesNotExist:
        return name


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(str(_WORDS.get(one, one)) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
