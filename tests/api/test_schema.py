"""The whole document as everybody, with data that fits it and data that doesn't: the server keeps to what it says."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import document
from tests.api.world import Caller, World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
SHARES = 4


def operations(share: int) -> list[Any]:
    """Every fourth, so that several workers share them."""
    return [found.ok() for found in document().get_all_operations()][share::SHARES]


def ask(case: Any, caller: Caller) -> dict[str, str]:
    """What is wrong with the answer, and who was told so; what the call did is undone, once it is sure that it could
    have been kept."""
    with transaction.atomic():
        answer = case.call(headers=caller.headers, cookies=caller.cookies)
        if answer.status_code < 300:
            connection.check_constraints()
        transaction.set_rollback(True)
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as failures:
        sent = f"{case.method} {case.formatted_path} {case.query or ''} {case.body!r:.300}"
        asked = f"{sent} by {caller.name}: {answer.status_code}"
        return {str(failure): asked for failure in failures.exceptions}
    return {}


def settle_on(case: Any, world: World, draw: Any) -> None:
    """Mostly what is really there, where chance alone would never find it; mostly without a version to be stale."""
    for name, ids in world.ids_in(case.operation.path).items():
        if draw(st.integers(0, 4)):
            case.path_parameters[name] = draw(st.sampled_from(ids))
    if isinstance(case.body, dict):
        for name in case.body.keys() & world.words.keys():
            if draw(st.integers(0, 2)):
                case.body[name] = draw(st.sampled_from(world.words[name]))
    if draw(st.integers(0, 3)):
        case.headers.pop("If-Match", None)


def wrong_answers(
    operation: Any, mode: Any, world: World, *, examples: int, each: int, by_chance: bool = False
) -> Iterator[str]:
    """Of so many examples, each asked by so many callers (in turn); the same ones every time, unless by chance."""
    found: dict[str, str] = {}

    @settings(
        max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None,
        derandomize=not by_chance,
    )  # fmt: skip
    @given(data=st.data())
    def walk(data: Any) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        settle_on(case, world, data.draw)
        for caller in islice(world.turns, each):
            found.update(ask(case, caller))

    with suppress(Unsatisfiable):  # an operation without anything that could be wrong
        walk()
    yield from (f"{asked} ({mode.value} data)\n{failure}" for failure, asked in found.items())


@pytest.mark.parametrize("share", range(SHARES))
def test_the_server_keeps_to_its_document(world, share):
    wrong = [
        one for op in operations(share) for mode in MODES for one in wrong_answers(op, mode, world, examples=2, each=3)
    ]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_the_server_keeps_to_its_document_whatever_anybody_sends(world, share):
    everybody = len(world.callers)
    wrong = [
        one
        for op in operations(share)
        for mode in MODES
        for one in wrong_answers(op, mode, world, examples=10, each=everybody, by_chance=True)
    ]
    assert not wrong, "\n\n".join(wrong)
