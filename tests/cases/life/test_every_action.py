"""Every action × state × person: who may does it, once and with its news; who may not changes nothing at all."""

from functools import cache

import pytest
from django.db import connection, transaction

from cases.actions.allowed import BY_SENDER, allowed_actions
from cases.api.acting import ACTION_VIEWS
from cases.models import Case
from cases.queries.visibility import visible_to
from cases.states import BY_SYSTEM, TRANSITIONS, State
from kernel.errors import CenterError
from notices.models import OutboxEntry
from organizations.permissions import require
from tests.cases.life.oracle import CAST, FOLLOWING, RULES, TOLD, WHILE_FOLLOWING, verdict
from tests.cases.life.scenes import Scene, scenes
from tests.cases.life.staging import Stage, stage
from tests.cases.test_api import Api
from tests.make import MORNING

VIEWS = {view.action: view for view in ACTION_VIEWS}
# What does not hang on the case itself.
ELSEWHERE = ("notices_outboxentry", "notices_notice", "cases_caseclockpause", "cases_caseclockstretch")


def test_the_table_and_the_cast_are_whole():
    assert set(RULES) == set(VIEWS) == set(TRANSITIONS) - BY_SENDER - BY_SYSTEM
    assert len(State) == 13
    assert len(CAST) == 20


def attempt(scene: Scene, case: Case, actor) -> str:
    """As the API does it, without the wire: the right, the sight, the act."""
    try:
        require(actor, f"cases.{scene.action}")
        if not visible_to(actor).filter(pk=case.pk).exists():
            return "not_found"
        body = {name: value(actor) if callable(value) else value for name, value in scene.body.items()}
        VIEWS[scene.action]().act(case.pk, body, actor=actor, now=MORNING, expected_version=None)
    except CenterError as refusal:
        return refusal.code
    return "done"


@cache
def _everything_of_a_case() -> str:
    """One statement: the row, all rows that point at a case, and how many notices there are."""
    hanging = [(r.related_model._meta, r.field.column) for r in Case._meta.related_objects]
    parts = ["(SELECT to_jsonb(c) FROM cases_case c WHERE id = %(pk)s)"]
    parts += [
        f"(SELECT jsonb_agg(to_jsonb(t) ORDER BY t.{meta.pk.column}) FROM {meta.db_table} t WHERE t.{column} = %(pk)s)"
        for meta, column in hanging
    ]
    parts += [f"(SELECT count(*) FROM {table})" for table in ELSEWHERE]
    return f"SELECT jsonb_build_array({', '.join(parts)})::text"


def everything_of(case: Case) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_everything_of_a_case(), {"pk": case.pk})
        return cursor.fetchone()[0]


def must_have_happened(scene: Scene, before: Case) -> None:
    """One version more, where the scene leads; events of that version, each told once, the sender of its end."""
    after = Case.objects.get(pk=before.pk)
    assert (after.state, after.version) == (scene.leads_to or before.state, before.version + 1)
    assert scene.leads_to == "" or scene.leads_to in TRANSITIONS[scene.action].targets
    events = list(after.events.filter(version__gt=before.version).values_list("kind", "version"))
    assert events
    assert {version for _kind, version in events} == {after.version}
    told = OutboxEntry.objects.filter(subject_id=before.case_no, version=after.version).values_list("kind", flat=True)
    assert sorted(told) == sorted(f"case.{kind}" for kind, _version in events)
    answer = "order.replied" if scene.answers_order else TOLD.get(scene.leads_to)
    answers = OutboxEntry.objects.filter(subject_kind="order", subject_id=before.order_no, version=after.version)
    assert list(answers.values_list("kind", flat=True)) == ([answer] if answer else [])


def walk(s: Stage, scene: Scene, state: str) -> int:
    """Everybody tries the scene on a case in this state; nothing of it remains."""
    with transaction.atomic():
        case = s.set(scene, state)
        before = everything_of(case)
        facts = {"state": state, "is_following": scene.is_following, "bearer": scene.bearer}
        for who, actor in s.people.items():
            expected = verdict(scene.action, who, **facts)
            if expected == "done":
                succeed(scene, case, actor)
            else:
                assert attempt(scene, case, actor) == expected, (who, state, scene)
        assert everything_of(case) == before, (state, scene)
        transaction.set_rollback(True)
    return len(s.people)


def succeed(scene: Scene, case: Case, actor) -> None:
    """It is offered, it works, it is undone."""
    assert scene.action in allowed_actions(case, actor=actor), (actor, case.state, scene)
    mark = transaction.savepoint()
    assert attempt(scene, case, actor) == "done", (actor, case.state, scene)
    must_have_happened(scene, case)
    transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("action", list(RULES))
def test_whoever_may_does_it_and_who_may_not_changes_nothing(town, photo, walked, action):
    s = stage(town, photo)
    if action == "self_handle":
        s.take_pictures()
    ways = [scene for scene in scenes(s) if scene.action == action]
    tried = sum(walk(s, scene, state) for scene in ways for state in State)
    if action not in WHILE_FOLLOWING:
        ways[0].is_following = True
        tried += sum(walk(s, ways[0], state) for state in sorted(FOLLOWING))
    walked(tried)


def test_on_the_wire_each_refusal_has_its_own_status(town, photo, time_machine):
    time_machine.move_to(MORNING, tick=False)
    s = stage(town, photo)
    case = s.set(Scene("sign"), "dispatched")
    reader, lead = Api(town.communities[0], "cases:read"), Api(town.streets[0], "cases:read", "cases:act")
    stranger, centre, city = (
        Api(home, "cases:read", "cases:act") for home in (town.streets[1], town.centre, town.city)
    )
    callers = [
        (reader, "sign"), (stranger, "sign"), (centre, "sign"), (city, "cancel"), (lead, "contact"), (lead, "sign"),
    ]  # fmt: skip
    body = {"note": "已约", "reason": "重复"}
    answers = [api.post(f"/cases/{case.case_no}/{action}/", body) for api, action in callers]
    codes = [(a.status_code, a.json().get("code")) for a in answers]
    assert codes == [
        (403, "not_allowed"), (404, "not_found"), (403, "not_allowed"), (403, "not_allowed"), (409, "wrong_state"),
        (200, None),
    ]  # fmt: skip
