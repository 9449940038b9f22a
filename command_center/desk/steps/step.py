"""One action that a case page offers: the word on the button, the form, and which verb it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from cases.models import Case
from command_center.desk.forms.base import CaseForm

Act = Callable[..., Case]


@dataclass(frozen=True, slots=True)
class Step:
    """`act(case_id, cleaned data, actor=, now=, expected_version=)`; `leads` marks what brings the case forward."""

    name: str
    word: Promise
    done: Promise
    form: type[CaseForm]
    act: Act
    leads: bool = True


def with_fields(verb: Act, *names: str) -> Act:
    """The verb, called with these fields of the form under their own names."""

    def act(case_id: int, data: dict[str, Any], **who: Any) -> Case:
        return verb(case_id, **{name: data[name] for name in names}, **who)

    return act
