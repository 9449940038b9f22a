"""Whatever the house writes into its audit can be read there in words and found by a group."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_center.audit.kinds import groups, kind_name, kinds_of, subject_kinds

ROOT = Path(__file__).parents[2]
APPS = (
    *("assessment", "cases", "command_center", "deadlines", "enforcement", "foundation", "grid", "notices"),
    "organizations",
)
WRITERS = [
    source
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if re.search("from organizations.(audit|attempts) import", source := path.read_text())
]
# The way into the audit, and the helpers that modules build around it.
CALLED = {"record", "record_load", "entry", "_record", "note_attempt"}


def kinds_in(source: str) -> Iterator[str]:
    """Written in the call (the rows of the admin are not: theirs are put together), or a constant of the module."""
    tree = ast.parse(source)
    constants = dict(pair for node in tree.body if isinstance(node, ast.Assign) for pair in assigned(node))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CALLED:
            for part in (part for argument in call.args if not isinstance(argument, ast.JoinedStr)
                         for part in ast.walk(argument)):  # fmt: skip
                if isinstance(part, ast.Constant) and "." in str(part.value):
                    yield str(part.value)
                elif isinstance(part, ast.Name) and part.id in constants:
                    yield constants[part.id]


def assigned(node: ast.Assign) -> Iterator[tuple[str, str]]:
    target, value = node.targets[0], node.value
    pairs = zip(target.elts, value.elts, strict=True) if isinstance(target, ast.Tuple) else [(target, value)]
    for name, one in pairs:
        if isinstance(name, ast.Name) and isinstance(one, ast.Constant):
            yield name.id, str(one.value)


WRITTEN = sorted({kind for source in WRITERS for kind in kinds_in(source)})


def test_the_search_finds_every_way_of_writing():
    known = {"user.signed_in", "user.locked_out", "requester.revealed_often", "access.refused", "delivery.given_up"}
    assert known | {"calendar.year_saved", "role.granted"} <= set(WRITTEN)


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_kind_has_words_and_a_group(kind):
    assert kind_name(kind) != kind
    assert [group for group, _name in groups() if group and kind in kinds_of(group)]


def test_every_kind_of_subject_can_be_asked_for():
    written = {kind for source in WRITERS for kind in re.findall(r"subject_kind\"?[=:] ?\"([a-z_]+)\"", source)}
    assert {"user", "case", "delivery"} <= written <= set(subject_kinds())
