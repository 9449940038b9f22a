"""What an actor may do with a case as it stands; the desk's buttons and the API's `allowed_actions`."""

from cases.actions.contact import is_too_early
from cases.actions.whose import is_theirs
from cases.models import Case, CaseAlert, CaseApplication, RequestKind, SupervisionOrder
from cases.queries.applications import is_return_refused
from cases.queries.tasks import open_tasks
from cases.states import BY_SYSTEM, TRANSITIONS, By, Transition, may_act
from kernel.actors import Actor
from organizations.permissions import may

# Not offered on a case: a new order begins it, and its sender alone changes it.
BY_SENDER = frozenset(name for name, row in TRANSITIONS.items() if row.by == By.SENDER)
# Each decides an application of its kind, or asks for one while none waits.
_DECIDES = {"decide_return": "return", "decide_extension": "extension", "decide_shelving": "shelving"}
_ASKS = frozenset({"request_return", "request_extension", "request_shelving"})


def allowed_actions(case: Case, *, actor: Actor) -> list[str]:
    """Names of the actions, in the order of a case's day."""
    begun = [row for row in TRANSITIONS.values() if _is_offered(row, case) and may(actor, f"cases.{row.name}")]
    asked = {by: is_theirs(case, by, actor=actor) for by in {row.by for row in begun}}
    mine = [row.name for row in begun if asked[row.by]]
    unwanted = _unwanted(case, set(mine))
    return [name for name in mine if name not in unwanted]


def _is_offered(row: Transition, case: Case) -> bool:
    is_open = row.name not in BY_SENDER | BY_SYSTEM and may_act(row.name, case.state_for(row.name))
    return is_open and (row.while_merged if case.is_following else row.name != "unmerge")


def _unwanted(case: Case, mine: set[str]) -> set[str]:
    """Actions that would only be refused: an answer to what is no question; about an application or an order that does
    or does not wait."""
    unwanted: set[str] = set() if case.request_kind == RequestKind.CONSULTATION else {"answer"}
    # What others follow, as `cases.queries.reading` counts them, is no duplicate of a third.
    if getattr(case, "followers_count", 0):
        unwanted.add("merge")
    if mine & (_DECIDES.keys() | _ASKS):
        waits = CaseApplication.objects.filter(case=case, state=CaseApplication.State.OPEN)
        kind = waits.values_list("kind", flat=True).first()
        unwanted |= {name for name, decided in _DECIDES.items() if decided != kind} | (_ASKS if kind else set())
    if "request_return" in mine and is_return_refused(case):
        unwanted.add("request_return")
    if mine & {"supervise", "answer_supervision"}:
        waiting = SupervisionOrder.objects.filter(case=case, state=SupervisionOrder.State.OPEN).exists()
        unwanted.add("supervise" if waiting else "answer_supervision")
    if "contact" in mine and is_too_early(case):
        unwanted.add("contact")
    if "withdraw_task" in mine and not open_tasks(case).exists():
        unwanted.add("withdraw_task")
    if "take_alert" in mine and not CaseAlert.objects.filter(case=case, taken_at=None).exists():
        unwanted.add("take_alert")
    return unwanted
