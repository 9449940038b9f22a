"""The words between us and the gateway that sends short messages; every city has another one."""

import json
from collections.abc import Mapping
from typing import Any


def body_of(template: str, *, values: Mapping[str, str]) -> Any:
    """The JSON of the template with `{phone}`, `{text}` and `{id}` filled in inside its strings.

    Filled after parsing, so that nothing in a text can change the shape. ValueError for a template that is no JSON.
    """
    return _filled(json.loads(template), values)


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        for name, value in values.items():
            part = part.replace(f"{{{name}}}", value)
        return part
    if isinstance(part, list):
        return [_filled(item, values) for item in part]
    if isinstance(part, dict):
        return {key: _filled(item, values) for key, item in part.items()}
    return part


def is_accepted(answer: str, *, expect: str) -> bool:
    """Whether the gateway took the message: `expect` is `member=value` of its JSON answer; empty trusts the status."""
    if not expect:
        return True
    member, _, value = expect.partition("=")
    try:
        said = json.loads(answer)
    except ValueError:
        return False
    return isinstance(said, dict) and member in said and str(said[member]) == value
