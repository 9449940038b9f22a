"""Steps of inspectors and of the centre that sends them."""

from django.utils.translation import gettext_lazy as _

from cases.actions.check import check
from cases.actions.self_handle import self_handle
from cases.actions.send_to_verify import send_to_verify
from cases.actions.verify import verify
from command_center.desk.forms import inspecting
from command_center.desk.steps.photos import with_photos
from command_center.desk.steps.step import Step, with_fields

STEPS = (
    Step(
        "send_to_verify",
        _("转核实"),
        _("已送监督员核实。"),
        inspecting.SendToVerifyForm,
        with_fields(send_to_verify, "words"),
        leads=False,
    ),
    Step(
        "verify",
        _("核实"),
        _("核实结果已登记。"),
        inspecting.VerifyForm,
        with_fields(verify, "is_true", "standard", "words"),
    ),
    Step(
        "self_handle",
        _("自行处置"),
        _("已登记自行处置，案件办结。"),
        inspecting.SelfHandleForm,
        with_photos(self_handle, "words", photos=("before", "after")),
        leads=False,
    ),
    Step(
        "check",
        _("核查"),
        _("核查结果已登记。"),
        inspecting.CheckForm,
        with_photos(check, "is_passed", "words"),
    ),
)
