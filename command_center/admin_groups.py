"""The index of the admin grouped by task, in the order in which a new district is set up."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Sequence[tuple[str, str | Promise, tuple[str, ...]]] = (
    (
        "grid",
        _("网格与地名"),
        ("District", "Street", "Community", "UnitGrid", "DutyGrid", "Component", "Place"),
    ),
    ("people", _("组织与人员"), ("Organization", "User", "RoleGrant", "DutyShift", "DutyAbsence")),
    ("standards", _("分类与标准"), ("CategoryScheme", "Category", "FilingStandard", "HandlingRules")),
    ("dispatch", _("派单"), ("CatalogueRule", "AlertWord")),
    (
        "time",
        _("时限与升级"),
        ("ClockLimit", "Calendar", "CalendarDay", "LadderRung", "QuietHour", "Recomputation", "ClockMove"),
    ),
    ("whistle", _("吹哨报到"), ("WhistleLimit", "WhistleRules", "DutyItem", "RatingItem")),
    ("scores", _("考核"), ("Scheme",)),
    ("clients", _("接口与通知"), ("ApiClient", "Endpoint", "Delivery", "ChannelRule", "Contact")),
    (
        "looking",
        _("运行查看"),
        (
            *("Case", "CaseClock", "CaseEscalation", "Whistle", "Summons", "SummonsClock", "SummonsEscalation"),
            *("SweepRecord", "OutboxEntry", "Notice"),
        ),
    ),
    ("audit", _("审计与登录"), ("AuditEntry", "UserSession", "SignInLock")),
)


def by_task(listed: Sequence[dict[str, Any]], *, index_url: str) -> list[dict[str, Any]]:
    """Django's list of apps, its models sorted into our groups; what no group names stays with its app, at the end."""
    models = {model["object_name"]: model for app in listed for model in app["models"]}
    groups = [
        _group(key, name, [models[one] for one in members if one in models], index_url) for key, name, members in GROUPS
    ]
    named = {one for _key, _name, members in GROUPS for one in members}
    rest = [app | {"models": [m for m in app["models"] if m["object_name"] not in named]} for app in listed]
    return [group for group in [*groups, *rest] if group["models"]]


def _group(key: str, name: str | Promise, models: list[dict[str, Any]], index_url: str) -> dict[str, Any]:
    return {"name": name, "app_label": key, "app_url": f"{index_url}#{key}", "has_module_perms": True, "models": models}
