"""Every state × every action: done exactly where the table says so, by those whose it is."""

import pytest
from django.db import connection, transaction

from enforcement.actions.door import open_summons, open_whistle
from enforcement.models import Summons, Whistle
from enforcement.states import (
    ACTIVE,
    SUMMONS_TRANSITIONS,
    WHISTLE_TRANSITIONS,
    By,
    SummonsState,
    WhistleState,
)
from kernel.errors import NotAllowed, Refused
from organizations.roles import Role
from tests import make
from tests.enforcement.conftest import summonses
from tests.make import MORNING

ON_SUMMONS = [row for row in SUMMONS_TRANSITIONS.values() if row.begins and row.by != By.SYSTEM]
ON_WHISTLE = [row for row in WHISTLE_TRANSITIONS.values() if row.begins and row.by != By.SYSTEM]
# What the constraints ask of a row that stands there.
WHEN = {
    "returned": {"ended_at": MORNING},
    "closed": {"ended_at": MORNING},
    "cancelled": {"ended_at": MORNING},
    "suspended": {"suspended_at": MORNING},
    "signed": {"signed_at": MORNING},
    "checked_in": {"signed_at": MORNING},
    "working": {"signed_at": MORNING},
    "reported": {"signed_at": MORNING, "reported_at": MORNING, "result": "solved"},
    "rated": {"rated_at": MORNING},
    "excused": {"excused_at": MORNING},
    "stood_down": {"stood_down_at": MORNING},
}
UNSAID = {"ended_at": None, "suspended_at": None}
UNDONE = {"reported_at": None, "result": "", "rated_at": None, "excused_at": None, "stood_down_at": None}


def put(model, pk, state, blank):
    """A row in a state, past the door and past the triggers that guard it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        model.objects.filter(pk=pk).update(state=state, **(blank | WHEN.get(state, {})))
        cursor.execute("SET LOCAL session_replication_role = origin")


class _Inside(Exception):
    """The door is open."""


def outcome(door, pk, action, actor):
    """Whether the door lets the actor in; nothing is written."""
    try:
        with door(pk, action=action, actor=actor, now=MORNING):
            raise _Inside
    except Refused as refusal:
        return refusal.code
    except NotAllowed:
        return "not_allowed"
    except _Inside:
        return "done"


@pytest.fixture
def whistle(whistling):
    return whistling.blow(2)


@pytest.fixture
def actors(whistling, whistle):
    return {
        By.STREET: whistling.leader,
        By.CENTRE: whistling.supervisor,
        By.DEPARTMENT: whistling.officer(summonses(whistle)[0]),
        By.DEPARTMENT_OR_STREET: whistling.officer(summonses(whistle)[0]),
    }


def test_a_summons_takes_each_action_only_where_the_table_says(whistle, actors):
    one, wrong = summonses(whistle)[0], []
    put(Whistle, whistle.pk, WhistleState.ON_SITE, UNSAID)
    for state in SummonsState:
        put(Summons, one.pk, state, UNDONE)
        for row in ON_SUMMONS:
            expected = "done" if state in row.begins else "wrong_state"
            found = outcome(open_summons, one.pk, row.name, actors[row.by])
            if found != expected:
                wrong.append((state.value, row.name, found))
    assert wrong == []


def test_a_whistle_takes_each_action_only_where_the_table_says(whistle, actors):
    wrong = []
    for state in WhistleState:
        put(Whistle, whistle.pk, state, UNSAID)
        for row in ON_WHISTLE:
            expected = "done" if state in row.begins else "wrong_state"
            found = outcome(open_whistle, whistle.pk, row.name, actors[row.by])
            if found != expected:
                wrong.append((state.value, row.name, found))
    assert wrong == []


def test_of_a_summons_whose_whistle_is_over_or_suspended_only_objections_are_decided_meanwhile(whistle, actors):
    one, done = summonses(whistle)[0], []
    put(Summons, one.pk, SummonsState.OBJECTED, UNDONE)
    for state in set(WhistleState) - ACTIVE:
        put(Whistle, whistle.pk, state, UNSAID)
        for row in ON_SUMMONS:
            if outcome(open_summons, one.pk, row.name, actors[row.by]) != "wrong_state":
                done.append((state.value, row.name))
    assert done == [("suspended", "decide_objection"), ("suspended", "decide_appeal")]


def test_nobody_does_what_is_another_ones_to_do(whistling, whistle, actors):
    """Another street's leader, another department that is called, one that is not, each with its right."""
    one, other = summonses(whistle)
    foreign = [
        make.person(whistling.town.streets[1], Role.STREET_LEADER),
        whistling.officer(other),
        make.person(make.organization(), Role.DEPARTMENT_OFFICER),
    ]
    put(Whistle, whistle.pk, WhistleState.ON_SITE, UNSAID)
    done = []
    for row in ON_SUMMONS:
        put(Summons, one.pk, sorted(row.begins)[0], UNDONE)
        done += [(row.name, a.label) for a in foreign if outcome(open_summons, one.pk, row.name, a) == "done"]
    assert done == []
    outsiders = [foreign[0], foreign[2]]
    for row in ON_WHISTLE:
        put(Whistle, whistle.pk, sorted(row.begins)[0], UNSAID)
        done += [(row.name, a.label) for a in outsiders if outcome(open_whistle, whistle.pk, row.name, a) == "done"]
    assert done == []
