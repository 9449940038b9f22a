"""What an actor may do with a whistle or a summons as it stands: buttons of the pages, `allowed_actions` of the API."""

from collections.abc import Collection

from enforcement.actions.whose import is_theirs
from enforcement.models import Objection, Summons, Whistle
from enforcement.states import SUMMONS_TRANSITIONS, WHISTLE_TRANSITIONS, By, works_for
from kernel.actors import Actor
from organizations.permissions import may

_WAITS_FOR = {
    "decide_objection": Objection.State.OPEN,
    "appeal": Objection.State.REJECTED,
    "decide_appeal": Objection.State.APPEALED,
}


def allowed_on_whistle(whistle: Whistle, *, actor: Actor, called: Collection[int]) -> list[str]:
    """Names in the order of the day; `called` are the ids of the departments it calls, as far as the actor sees."""
    rows = [row for row in WHISTLE_TRANSITIONS.values() if row.by != By.SYSTEM and whistle.state in row.begins]
    return [
        row.name
        for row in rows
        if may(actor, f"enforcement.{row.name}") and is_theirs(row.by, whistle, actor=actor, called=called)
    ]


def allowed_on_summons(summons: Summons, *, actor: Actor) -> list[str]:
    """The same of a summons with its whistle loaded; what could only be refused is left out. A summons that has its
    `objection` loaded costs no statement."""
    stands, state = summons.whistle.state, summons.state
    rows = [
        row
        for row in SUMMONS_TRANSITIONS.values()
        if row.by != By.SYSTEM and state in row.begins and stands in works_for(row.name)
    ]
    mine = [
        row.name
        for row in rows
        if may(actor, f"enforcement.{row.name}") and is_theirs(row.by, summons.whistle, actor=actor, summons=summons)
    ]
    objection = getattr(summons, "objection", None)
    waits = objection.state if objection is not None else None
    return [name for name in mine if name not in _unwanted(summons, waits)]


def _unwanted(summons: Summons, waits: str | None) -> set[str]:
    unwanted = {name for name, state in _WAITS_FOR.items() if state != waits}
    unwanted |= {"object"} if waits is not None else set()
    unwanted |= {"sign"} if summons.signed_at is not None else set()
    return unwanted | ({"refuse"} if summons.refused_at is not None else set())
