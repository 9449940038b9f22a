"""What every form on a whistle or a summons shares."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import VersionedForm, text_area
from enforcement.models import Summons, Whistle
from kernel.actors import Actor


class OnWhistleForm(VersionedForm):
    """One action on a whistle, or on one of its summonses with its whistle loaded."""

    def __init__(
        self, data: Any = None, *, subject: Whistle | Summons, actor: Actor, now: datetime, **kwargs: Any
    ) -> None:
        self.subject, self.actor = subject, actor
        super().__init__(data, version=subject.version, now=now, **kwargs)

    @property
    def summons(self) -> Summons:
        """For the forms of a department's line alone."""
        if not isinstance(self.subject, Summons):
            raise TypeError("this form is about a summons")
        return self.subject


def yes_no(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    """A decision by two radio buttons, none of them chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class ReasonForm(OnWhistleForm):
    reason = forms.CharField(label=_("理由"), max_length=300, widget=text_area(2))
