"""Who may do what to a whistle and a summons. Whose it must be, the actions themselves check."""

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import CENTRE_ROLES, Role

_LEADER = frozenset({Role.STREET_LEADER})
_STREET = frozenset({Role.STREET_OPERATOR, Role.STREET_LEADER})
_DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER})
_CENTRE = frozenset({Role.DISPATCHER, Role.DUTY_SUPERVISOR})
_SUPERVISE = frozenset({Role.DUTY_SUPERVISOR})
_WRITE = frozenset({"whistles:write"})
_ANSWER = frozenset({"summonses:answer"})

PERMISSIONS = [
    Permission("enforcement.read", _("查看吹哨"), roles=CENTRE_ROLES | _STREET | _DEPARTMENT, scopes=_WRITE | _ANSWER),
    # The decision to whistle is reserved to the leadership of the street.
    Permission("enforcement.blow", _("吹哨"), roles=_LEADER, scopes=_WRITE),
    Permission("enforcement.summon_more", _("增加部门"), roles=_LEADER, scopes=_WRITE),
    Permission("enforcement.repeat", _("重复吹哨"), roles=_LEADER, scopes=_WRITE),
    Permission("enforcement.return", _("退回吹哨"), roles=_CENTRE),
    Permission("enforcement.cancel", _("取消吹哨"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.suspend", _("中止"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.resume", _("恢复"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.stand_down", _("解除部门"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.stand_down_all", _("全部解除"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.close", _("办结吹哨"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.sign", _("应哨签收"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.contact", _("应哨联系"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.object", _("提出异议"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.decide_objection", _("决定异议"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.appeal", _("申请区裁定"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.decide_appeal", _("裁定异议"), roles=_SUPERVISE),
    Permission("enforcement.refuse", _("拒绝应哨"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.check_in", _("报到"), roles=_DEPARTMENT | _STREET, scopes=_ANSWER | _WRITE),
    # Whoever called holds the code; a department must have seen it on the spot.
    Permission("enforcement.site_code", _("打印现场码"), roles=_STREET, system=False),
    Permission("enforcement.confirm_check_in", _("确认报到"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.record", _("现场记录"), roles=_DEPARTMENT | _STREET, scopes=_ANSWER | _WRITE),
    Permission("enforcement.leave", _("申请离场"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.decide_leave", _("决定离场"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.note_departure", _("记录擅自离场"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.report", _("反馈"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission("enforcement.rate", _("评价部门"), roles=_STREET, scopes=_WRITE),
    Permission("enforcement.feedback", _("评价吹哨"), roles=_DEPARTMENT, scopes=_ANSWER),
    Permission(
        "enforcement.configure", _("维护吹哨时限、规则、职责清单和评价项"), roles=frozenset({Role.SYSTEM_ADMIN})
    ),
]
