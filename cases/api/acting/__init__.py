"""The actions on a case by API: one small view for each, a file for each group of verbs."""

from drf_spectacular.utils import extend_schema

from cases.api.acting import alerts, applications, centre, crowds, inspecting, special, tasks, unit
from cases.api.acting.base import ActionView
from cases.api.shapes import CaseOut
from cases.states import TRANSITIONS

_ORDER = list(TRANSITIONS)
_VIEWS: tuple[type[ActionView], ...] = (
    *alerts.VIEWS,
    *applications.VIEWS,
    *centre.VIEWS,
    *crowds.VIEWS,
    *inspecting.VIEWS,
    *special.VIEWS,
    *tasks.VIEWS,
    *unit.VIEWS,
)
# In the order of a case's day.
ACTION_VIEWS: tuple[type[ActionView], ...] = tuple(
    extend_schema(request=view.body, responses={200: CaseOut})(view)
    for view in sorted(
        _VIEWS,
        key=lambda view: _ORDER.index(view.action),
    )
)
