"""One action that a whistle's page offers: the word on the button, the form, and which verb it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from command_center.desk.whistles.forms.base import OnWhistleForm

Act = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`act(id, form, actor=, now=, expected_version=)` with a valid form; `leads` marks what is done in the common
    course, the rest is the exception."""

    name: str
    word: Promise
    done: Promise
    form: type[OnWhistleForm]
    act: Act
    leads: bool = True


def with_fields(verb: Callable[..., Any], *names: str) -> Act:
    """The verb, called with these fields of the form under their own names."""

    def act(subject_id: int, form: OnWhistleForm, **who: Any) -> Any:
        return verb(subject_id, **{name: form.cleaned_data[name] for name in names}, **who)

    return act
