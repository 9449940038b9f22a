"""The actions on whistles and summonses by API: one small view for each, a file for each group of verbs."""

from drf_spectacular.utils import extend_schema

from enforcement.api.acting import department, street, whistle
from enforcement.api.acting.base import SummonsActionView, WhistleActionView
from enforcement.api.examples import EXAMPLES
from enforcement.api.shapes import SummonsOut, WholeWhistleOut
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS

_OF_WHISTLE, _OF_SUMMONS = list(WHISTLE_TRANSITIONS), list(SUMMONS_TRANSITIONS)
# In the order of a whistle's day.
WHISTLE_VIEWS: tuple[type[WhistleActionView], ...] = tuple(
    extend_schema(request=view.body, responses={201 if view.action == "repeat" else 200: WholeWhistleOut})(view)
    for view in sorted(whistle.VIEWS, key=lambda view: _OF_WHISTLE.index(view.action))
)
SUMMONS_VIEWS: tuple[type[SummonsActionView], ...] = tuple(
    extend_schema(request=view.body, responses={200: SummonsOut}, examples=EXAMPLES.get(view.action))(view)
    for view in sorted(
        (*department.VIEWS, *street.VIEWS),
        key=lambda view: _OF_SUMMONS.index(view.action),
    )
)
