"""Who may do what to a case. Whose case it must be, the actions themselves check."""

from django.utils.translation import gettext_lazy as _

from organizations.permissions import Permission
from organizations.roles import CENTRE_ROLES, Role

_UNIT = frozenset({Role.STREET_OPERATOR, Role.STREET_LEADER, Role.DEPARTMENT_OFFICER})
_READERS = CENTRE_ROLES | _UNIT | {Role.COMMUNITY_WORKER, Role.INSPECTOR}
_INTAKE = frozenset({Role.INTAKE_OPERATOR, Role.DISPATCHER, Role.DUTY_SUPERVISOR})
_DISPATCH = frozenset({Role.DISPATCHER, Role.DUTY_SUPERVISOR})
_ORDERS = frozenset({"orders:write"})
_SUPERVISE = frozenset({Role.DUTY_SUPERVISOR})
_ERRANDS = frozenset({Role.INSPECTOR, Role.DUTY_SUPERVISOR})
_CLERKS = frozenset({Role.CALLBACK_CLERK, Role.DUTY_SUPERVISOR})
# Whose work needs the requester's number; a unit's operators only while the case is in their hands. People only: the
# system administrator issues tokens, and a token that reveals would be a way to every number.
_REVEAL = _INTAKE | {Role.CALLBACK_CLERK, Role.STREET_OPERATOR, Role.DEPARTMENT_OFFICER}
_READ = frozenset({"cases:read"})
_ACT = frozenset({"cases:act"})

PERMISSIONS = [
    Permission("cases.read", _("查看案件"), roles=_READERS, scopes=_READ),
    Permission("cases.reveal", _("查看诉求人"), roles=_REVEAL, system=False),
    Permission("cases.receive", _("接收工单"), roles=_INTAKE, scopes=_ORDERS),
    Permission("cases.change_order", _("来件更改"), roles=_INTAKE, scopes=_ORDERS),
    Permission("cases.import", _("导入工单文件"), roles=_INTAKE),
    Permission("cases.export", _("导出案件"), roles=CENTRE_ROLES | _UNIT, system=False),
    Permission("cases.rates", _("查看三率"), roles=CENTRE_ROLES | _UNIT, scopes=_READ),
    Permission("cases.locate", _("定位"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.classify", _("归类"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.send_to_verify", _("转核实"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.verify", _("核实"), roles=_INTAKE | {Role.INSPECTOR}, scopes=_ACT),
    Permission("cases.file", _("立案"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.reject", _("不予受理"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.answer", _("当场答复"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.hand_over", _("移交紧急专线"), roles=_INTAKE, scopes=_ACT),
    Permission("cases.self_handle", _("自行处置"), roles=_ERRANDS, scopes=_ACT),
    Permission("cases.dispatch", _("派遣"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.sign", _("签收"), roles=_UNIT, scopes=_ACT),
    Permission("cases.request_return", _("申请退单"), roles=_UNIT, scopes=_ACT),
    Permission("cases.decide_return", _("审批退单"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.contact", _("联系诉求人"), roles=_UNIT, scopes=_ACT),
    Permission("cases.assign", _("交办"), roles=_UNIT, scopes=_ACT),
    Permission("cases.assist", _("请求协办"), roles=_UNIT | _DISPATCH, scopes=_ACT),
    Permission("cases.report_task", _("反馈任务"), roles=_UNIT | {Role.COMMUNITY_WORKER}, scopes=_ACT),
    Permission("cases.withdraw_task", _("撤回任务"), roles=_UNIT | _DISPATCH, scopes=_ACT),
    Permission("cases.request_extension", _("申请延期"), roles=_UNIT, scopes=_ACT),
    Permission("cases.decide_extension", _("审批延期"), roles=_SUPERVISE, scopes=_ACT),
    Permission("cases.request_shelving", _("申请挂账"), roles=_UNIT, scopes=_ACT),
    Permission("cases.decide_shelving", _("审批挂账"), roles=_SUPERVISE, scopes=_ACT),
    Permission("cases.resume", _("恢复办理"), roles=_UNIT | _DISPATCH, scopes=_ACT),
    Permission("cases.note", _("备注"), roles=_READERS - {Role.LEADER}, scopes=_ACT),
    Permission("cases.urge", _("催办"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.supervise", _("督办"), roles=frozenset({Role.DUTY_SUPERVISOR, Role.LEADER}), scopes=_ACT),
    Permission("cases.answer_supervision", _("答复督办"), roles=_UNIT | _DISPATCH, scopes=_ACT),
    Permission("cases.mark_hard", _("列为疑难"), roles=_SUPERVISE, scopes=_ACT),
    Permission("cases.take_alert", _("处置预警"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.reply", _("回复"), roles=_UNIT, scopes=_ACT),
    Permission("cases.review", _("审核回复"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.check", _("核查"), roles=_ERRANDS, scopes=_ACT),
    Permission("cases.callback", _("回访"), roles=_CLERKS, scopes=_ACT),
    Permission("cases.record_callback", _("登记市级回访结果"), roles=_CLERKS),
    Permission("cases.import_callbacks", _("导入市级回访结果"), roles=_CLERKS),
    Permission("cases.close_special", _("特殊结案"), roles=_SUPERVISE, scopes=_ACT),
    Permission("cases.cancel", _("作废"), roles=_SUPERVISE, scopes=_ACT),
    Permission("cases.merge", _("并案"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.unmerge", _("拆案"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.follow_main", _("随主案件办结"), roles=frozenset()),
    Permission("cases.reopen", _("重开"), roles=_DISPATCH, scopes=_ACT),
    Permission("cases.configure", _("维护分类、立案标准和派单目录"), roles=frozenset({Role.SYSTEM_ADMIN})),
]
