"""Taking an alert, on the case page."""

from django.utils.translation import gettext_lazy as _

from cases.actions.take_alert import take_alert
from command_center.desk.forms.alerts import TakeAlertForm
from command_center.desk.steps.step import Step, with_fields

STEPS = (
    Step(
        "take_alert",
        _("接手预警"),
        _("预警已由您接手。"),
        TakeAlertForm,
        with_fields(take_alert, "note"),
        leads=False,
    ),
)
