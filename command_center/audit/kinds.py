"""The kinds of audit entries in words, and the groups by which people look for them."""

from collections.abc import Mapping

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_VERBS: Mapping[str, str | Promise] = {
    "added": gettext_lazy("新增"),
    "changed": gettext_lazy("修改"),
    "deleted": gettext_lazy("删除"),
}
_KINDS: Mapping[str, str | Promise] = {
    "user.signed_in": gettext_lazy("登录"),
    "user.signed_out": gettext_lazy("退出"),
    "user.sign_in_failed": gettext_lazy("登录失败"),
    "user.locked_out": gettext_lazy("登录锁定"),
    "user.session_ended": gettext_lazy("结束登录会话"),
    "user.created": gettext_lazy("开户"),
    "user.password_changed": gettext_lazy("修改密码"),
    "user.password_refused": gettext_lazy("修改密码时旧密码不对"),
    "token.refused": gettext_lazy("接口令牌被拒绝"),
    "user.activation_issued": gettext_lazy("发放开通码"),
    "user.activation_failed": gettext_lazy("开通码错误"),
    "role.granted": gettext_lazy("授予角色"),
    "role.revoked": gettext_lazy("收回角色"),
    "api_client.issued": gettext_lazy("签发接口令牌"),
    "api_client.rotated": gettext_lazy("更换接口令牌"),
    "api_client.disabled": gettext_lazy("停用接口账号"),
    "requester.revealed": gettext_lazy("查看诉求人"),
    "requester.looked_up": gettext_lazy("按号码查诉求人"),
    "requester.revealed_often": gettext_lazy("查看诉求人次数异常"),
    "access.refused": gettext_lazy("被拒绝的操作"),
    "endpoint.registered": gettext_lazy("登记推送地址"),
    "endpoint.retired": gettext_lazy("停用推送地址"),
    "delivery.redelivered": gettext_lazy("重新投递"),
    "delivery.given_up": gettext_lazy("放弃投递"),
    "config.imported": gettext_lazy("导入配置"),
    "config.exported": gettext_lazy("导出配置"),
    "cases.masked": gettext_lazy("隐去已入库案件中的号码和姓名"),
    "audit.exported": gettext_lazy("导出审计记录"),
    "audit.export_downloaded": gettext_lazy("下载导出的审计记录"),
    "orders.report_downloaded": gettext_lazy("下载导入结果"),
    "organizations.loaded": gettext_lazy("装载组织"),
    "calendar.year_saved": gettext_lazy("保存年度节假日"),
    "calendar.loaded": gettext_lazy("载入随程序的节假日"),
    "ladder.loaded": gettext_lazy("载入默认升级阶梯"),
    "quiet_hours.loaded": gettext_lazy("载入默认静默时段"),
    "categories.loaded": gettext_lazy("载入分类方案"),
    "standards.loaded": gettext_lazy("载入立案标准和环节时限"),
    "catalogue.loaded": gettext_lazy("载入派单目录"),
    "handling_rules.loaded": gettext_lazy("载入默认办理规则"),
    "alert_words.loaded": gettext_lazy("载入预警词"),
    "cases.exported": gettext_lazy("导出案件"),
    "cases.export_downloaded": gettext_lazy("下载导出的案件"),
    "case.printed": gettext_lazy("打印案件"),
    "case.exported": gettext_lazy("导出单件案件"),
    "whistle_rules.loaded": gettext_lazy("载入吹哨规则"),
    "schemes.loaded": gettext_lazy("载入考核方案"),
    "manual_input.entered": gettext_lazy("录入考核数据"),
}
_GROUPS: Mapping[str, tuple[str | Promise, frozenset[str]]] = {
    "sign_in": (
        gettext_lazy("登录与失败"),
        frozenset(
            {"user.signed_in", "user.signed_out", "user.sign_in_failed", "user.locked_out", "user.session_ended"}
            | {"user.password_refused", "token.refused"}
        ),
    ),
    "reveal": (
        gettext_lazy("查看诉求人"),
        frozenset({"requester.revealed", "requester.looked_up", "requester.revealed_often"}),
    ),
    "refused": (gettext_lazy("被拒绝的操作"), frozenset({"access.refused"})),
    "export": (
        gettext_lazy("导出"),
        frozenset({"config.exported", "audit.exported", "audit.export_downloaded", "orders.report_downloaded"})
        | {"cases.exported", "cases.export_downloaded", "case.printed", "case.exported"},
    ),
    "right": (
        gettext_lazy("账号与权限"),
        frozenset(kind for kind in _KINDS if kind.startswith(("role.", "api_client.")))
        | {"user.created", "user.password_changed", "user.activation_issued", "user.activation_failed"},
    ),
    "config": (
        gettext_lazy("配置变更"),
        frozenset(
            {"config.imported", "cases.masked", "calendar.year_saved"}
            | {kind for kind in _KINDS if kind.endswith(".loaded")}
        ),
    ),
    "score": (gettext_lazy("考核"), frozenset({"manual_input.entered"})),
    "delivery": (
        gettext_lazy("接口推送"),
        frozenset(kind for kind in _KINDS if kind.startswith(("endpoint.", "delivery."))),
    ),
}


def kind_name(kind: str) -> str:
    """ "授予角色"; for a row of the admin "修改 · 组织"; an unknown kind stays as it is."""
    if kind in _KINDS:
        return str(_KINDS[kind])
    verb = kind.rpartition(".")[2]
    if verb in _VERBS and (model := model_of(kind)) is not None:
        return f"{_VERBS[verb]} · {model._meta.verbose_name}"
    return kind


def model_of(kind: str) -> type[Model] | None:
    """The model whose row the entry is about, for entries of the admin."""
    app, _dot, name = kind.rpartition(".")[0].partition(".")
    try:
        return apps.get_model(app, name) if name else None
    except LookupError:
        return None


def groups() -> list[tuple[str, str]]:
    return [("", _("全部事项")), *((key, str(name)) for key, (name, _kinds) in _GROUPS.items())]


def kinds_of(group: str) -> list[str]:
    """The kinds of the group; of configuration also those that the pages of the admin write."""
    found = set(_GROUPS[group][1])
    if group == "config":
        models = [model._meta.label_lower for model in admin.site._registry]
        found |= {f"{label}.{verb}" for label in models for verb in _VERBS}
    return sorted(found)


def subject_kinds() -> list[str]:
    """What an entry can be about, as it is written there."""
    of_admin = {model._meta.model_name or "" for model in admin.site._registry}
    others = {"case", "requester", "user", "api_client", "api_token", "address", "sheet", "audit", "job"}
    return sorted(of_admin | others | {"endpoint", "delivery", "manual_input"})
