"""Who may do what to a settlement. Whose it must be, the actions themselves check."""

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import CENTRE_ROLES, Role

_UNIT = frozenset({Role.STREET_OPERATOR, Role.STREET_LEADER, Role.DEPARTMENT_OFFICER})
_ASSESSOR = frozenset({Role.ASSESSOR})
_LEADER = frozenset({Role.LEADER})
_READ = frozenset({"scores:read"})

PERMISSIONS = [
    Permission("assessment.read", _("查看考核"), roles=CENTRE_ROLES | _UNIT, scopes=_READ),
    Permission("assessment.settle", _("试算考核"), roles=_ASSESSOR),
    Permission("assessment.enter", _("录入考核数据"), roles=_ASSESSOR),
    Permission("assessment.adjust", _("提出加减分"), roles=_ASSESSOR),
    Permission("assessment.decide_adjustment", _("审批加减分"), roles=_LEADER, system=False),
    Permission("assessment.open_objections", _("开放申诉"), roles=_ASSESSOR),
    Permission("assessment.object", _("提出考核申诉"), roles=_UNIT, scopes=_READ, system=False),
    Permission("assessment.decide_objection", _("审核考核申诉"), roles=_ASSESSOR),
    Permission("assessment.recompute", _("重新计算"), roles=_ASSESSOR),
    Permission("assessment.approve", _("批准考核结果"), roles=_LEADER),
    Permission("assessment.publish", _("发布考核结果"), roles=_ASSESSOR),
    Permission("assessment.correct", _("更正已发布的结果"), roles=_ASSESSOR),
    Permission("assessment.withdraw", _("撤回发布"), roles=_ASSESSOR),
    Permission("assessment.archive", _("归档考核"), roles=_ASSESSOR),
    Permission("assessment.configure", _("维护考核方案"), roles=frozenset({Role.SYSTEM_ADMIN})),
]
