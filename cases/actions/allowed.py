"""What an actor may do with a case as it stands; the desk's buttons and the API's `allowed_actions`."""

from cases.actions.contact import is_too_early
from cases.actions.whose import is_theirs
from cases.models import Case, RequestKind
from cases.queries.applications import is_return_refused
from cases.queries.companions import Companions, companions_of
from cases.states import BY_SYSTEM, TRANSITIONS, By, Transition, may_act
from kernel.actors import Actor
from organizations.permissions import may

# Not offered on a case: a new order begins it, and its sender alone changes it.
BY_SENDER = frozenset(name for name, row in TRANSITIONS.items() if row.by == By.SENDER)
# Each decides an application of its kind, or asks for one while none waits.
_DECIDES = {"decide_return": "return", "decide_extension": "extension", "decide_shelving": "shelving"}
_ASKS = frozenset({"request_return", "request_extension", "request_shelving"})


def allowed_actions(case: Case, *, actor: Actor, around: Companions | None = None) -> list[str]:
    """Names of the actions, in the order of a case's day; what is around the case is read unless it is at hand."""
    begun = [row for row in TRANSITIONS.values() if _is_offered(row, case) and may(actor, f"cases.{row.name}")]
    if not begun:
        return []
    around = around or companions_of(case)
    asked = {by: is_theirs(case, by, around, actor=actor) for by in {row.by for row in begun}}
    mine = [row.name for row in begun if asked[row.by]]
    unwanted = _unwanted(case, around)
    return [name for name in mine if name not in unwanted]


def _is_offered(row: Transition, case: Case) -> bool:
    is_open = row.name not in BY_SENDER | BY_SYSTEM and may_act(row.name, case.state_for(row.name))
    return is_open and (row.while_merged if case.is_following else row.name != "unmerge")


def _unwanted(case: Case, around: Companions) -> set[str]:
    """Actions that would only be refused: an answer to what is no question; about an application or an order that does
    or does not wait."""
    unwanted: set[str] = set() if case.request_kind == RequestKind.CONSULTATION else {"answer"}
    # What others follow, as `cases.queries.reading` counts them, is no duplicate of a third.
    if getattr(case, "followers_count", 0):
        unwanted.add("merge")
    kind = around.waiting.kind if around.waiting else None
    unwanted |= {name for name, decided in _DECIDES.items() if decided != kind} | (_ASKS if kind else set())
    if is_return_refused(case, around):
        unwanted.add("request_return")
    unwanted.add("supervise" if around.supervision else "answer_supervision")
    if is_too_early(case):
        unwanted.add("contact")
    if not around.handed_on:
        unwanted.add("withdraw_task")
    if not around.has_alert:
        unwanted.add("take_alert")
    return unwanted
