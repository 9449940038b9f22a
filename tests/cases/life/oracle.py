"""Who may do what to a case, when, and where it leads: written down from the rules of the trade, and on purpose not
read from the code that it is held against."""

from dataclasses import dataclass

# The cast; `tests.cases.life.staging` seats it. "street" is the office that leads the case, once somebody does.
CENTRE = {"dispatcher", "supervisor", "intake", "clerk", "leader", "assessor", "centre_client"}
LEAD = {"operator", "street_leader", "street_client"}
UNITS = {"operator", "street_leader", "other_operator", "officer"}
CLIENTS = {"street_client", "centre_client", "city"}
STRANGERS = {"other_operator", "other_inspector"}
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}
CAST = CENTRE | LEAD | UNITS | CLIENTS | STRANGERS | ADMINISTRATORS | {"worker", "inspector", "reader"}

INTAKE = {"intake", "dispatcher", "supervisor"} | CLIENTS
DISPATCH = {"dispatcher", "supervisor"} | CLIENTS
SUPERVISOR = {"supervisor"} | CLIENTS
CLERKS = {"clerk", "supervisor"} | CLIENTS
OF_UNITS = UNITS | CLIENTS
ERRANDS = {"inspector", "other_inspector", "supervisor"} | CLIENTS

WITHOUT_LEAD = {"received", "verifying", "pending_dispatch"}
OVER = {"closed", "rejected", "cancelled"}
WITH_LEAD = {"dispatched", "return_requested", "handling", "shelved", "replied", "checking", "callback"}
OPEN = WITHOUT_LEAD | WITH_LEAD
EVERYWHERE = OPEN | OVER
FRESH = {"received", "pending_dispatch"}
# Where a case may follow another, and is worked on in that one's place.
FOLLOWING = {"pending_dispatch", "dispatched", "handling"}
WHILE_FOLLOWING = {"answer_supervision", "contact", "note", "take_alert", "unmerge"}
# What a unit does to a follower as to the main case, which it has in hand whatever state the follower was left in.
AS_MAIN = {"contact"}
MAIN_STATE = "handling"

TOLD = {"closed": "order.closed", "rejected": "order.closed", "cancelled": "order.closed", "replied": "order.replied"}


@dataclass(frozen=True)
class Rule:
    """Who has the right, from which states, and who of them stands to the case as it takes."""

    rights: set[str]
    states: set[str]
    standing: str


RULES = {
    "locate": Rule(INTAKE, OPEN, "centre"),
    "classify": Rule(INTAKE, OPEN, "centre"),
    "send_to_verify": Rule(INTAKE, {"received"}, "centre"),
    "verify": Rule(INTAKE | {"inspector", "other_inspector"}, {"verifying"}, "inspector"),
    "file": Rule(INTAKE, {"received"}, "centre"),
    "reject": Rule(INTAKE, FRESH, "centre"),
    "answer": Rule(INTAKE, FRESH, "centre"),
    "hand_over": Rule(INTAKE, FRESH, "centre"),
    "self_handle": Rule(ERRANDS, {"received", "verifying"}, "inspector"),
    "dispatch": Rule(DISPATCH, {"pending_dispatch"}, "centre"),
    "sign": Rule(OF_UNITS, {"dispatched"}, "lead"),
    "request_return": Rule(OF_UNITS, {"dispatched", "handling"}, "lead"),
    "decide_return": Rule(DISPATCH, {"return_requested"}, "centre"),
    "contact": Rule(OF_UNITS, {"handling", "return_requested"}, "lead"),
    "assign": Rule(OF_UNITS, {"handling"}, "lead"),
    "assist": Rule(OF_UNITS | DISPATCH, {"handling"}, "lead or centre"),
    "report_task": Rule(OF_UNITS | {"worker"}, {"handling", "shelved", "return_requested"}, "bearer"),
    "withdraw_task": Rule(OF_UNITS | DISPATCH, {"handling", "shelved", "return_requested"}, "lead or centre"),
    "request_extension": Rule(OF_UNITS, {"handling"}, "lead"),
    "decide_extension": Rule(SUPERVISOR, {"handling"}, "centre"),
    "request_shelving": Rule(OF_UNITS, {"handling"}, "lead"),
    "decide_shelving": Rule(SUPERVISOR, {"handling"}, "centre"),
    "resume": Rule(OF_UNITS | DISPATCH, {"shelved"}, "lead or centre"),
    "note": Rule(CAST - ADMINISTRATORS - {"leader", "reader"}, OPEN, "sees it"),
    "urge": Rule(DISPATCH, {"dispatched", "handling"}, "centre"),
    "supervise": Rule(SUPERVISOR | {"leader"}, OPEN, "centre"),
    "answer_supervision": Rule(OF_UNITS | DISPATCH, OPEN, "holder"),
    "mark_hard": Rule(SUPERVISOR, OPEN, "centre"),
    "take_alert": Rule(DISPATCH, EVERYWHERE, "centre"),
    "reply": Rule(OF_UNITS, {"handling"}, "lead"),
    "review": Rule(DISPATCH, {"replied"}, "centre"),
    "check": Rule(ERRANDS, {"checking"}, "inspector"),
    "callback": Rule(CLERKS, {"callback"}, "centre"),
    "close_special": Rule(SUPERVISOR, OPEN, "centre"),
    "cancel": Rule(SUPERVISOR, OPEN, "centre"),
    "merge": Rule(DISPATCH, FOLLOWING, "centre"),
    "unmerge": Rule(DISPATCH, FOLLOWING, "centre"),
    "reopen": Rule(DISPATCH, {"closed"}, "centre"),
}


def standing(kind: str, state: str, bearer: str) -> set[str]:
    """Who of the cast stands to a case in this state as the rule demands."""
    lead = LEAD if state in WITH_LEAD else set()
    return {
        "centre": CENTRE,
        "lead": lead,
        "lead or centre": lead | CENTRE,
        "inspector": CENTRE | {"inspector"},
        "bearer": {bearer},
        "holder": lead or CENTRE,
        "sees it": CAST,
    }[kind]


def verdict(action: str, who: str, state: str, *, is_following: bool, bearer: str = "") -> str:
    """ "done", or the code of the refusal; rights come first, then sight, then the state, then the part."""
    rule = RULES[action]
    if who not in rule.rights:
        return "not_allowed"
    if who in STRANGERS:
        return "not_found"
    is_led = is_following and state in FOLLOWING
    if (MAIN_STATE if is_led and action in AS_MAIN else state) not in rule.states:
        return "wrong_state"
    if is_led and action not in WHILE_FOLLOWING:
        return "merged"
    return "done" if who in standing(rule.standing, state, bearer) else "not_allowed"
