"""评价部门: the street's own items as fields, those that the facts decide on beside them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from command_center.desk.forms.base import text_area
from command_center.desk.whistles.forms.base import OnWhistleForm
from enforcement.actions.rate import facts_of
from enforcement.models import RatingItem
from enforcement.queries.rules_now import rating_items
from enforcement.rules.rating import Facts, points_by_facts

_MARK = "mark-"


@dataclass(frozen=True, slots=True)
class Given:
    """An item that the facts decide on, why, and how many points they give; None where it is not judged."""

    item: RatingItem
    why: str
    points: int | None

    @property
    def score(self) -> str:
        return gettext("不计分") if self.points is None else f"{self.points}/{self.item.points}"


class RateForm(OnWhistleForm):
    action = "rate"
    remark = forms.CharField(label=_("评语"), max_length=500, required=False, widget=text_area(2))
    is_vetoed = forms.BooleanField(label=_("一票否决，得 0 分"), required=False)
    veto_reason = forms.CharField(label=_("否决理由"), max_length=300, required=False)

    def offer(self) -> None:
        facts, self.given = facts_of(self.summons), list[Given]()
        marked = {}
        for item in rating_items(at=self.now):
            if item.basis == RatingItem.Basis.STREET:
                marked[_MARK + item.code] = _points_field(item)
            else:
                self.given.append(_given(item, facts))
        self.fields = marked | self.fields
        self.is_absent = facts.is_absent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_vetoed") and not data.get("veto_reason"):
            self.add_error("veto_reason", _("一票否决要写明理由。"))
        if data.get("veto_reason") and not data.get("is_vetoed"):
            self.add_error("is_vetoed", _("写了否决理由，请勾选一票否决，或删去理由。"))
        return data

    def marks(self) -> dict[str, int]:
        """What the street gives, by code of the item."""
        data = self.cleaned_data
        return {name.removeprefix(_MARK): data[name] for name in self.fields if name.startswith(_MARK)}


def _given(item: RatingItem, facts: Facts) -> Given:
    why = item.get_basis_display()
    if item.basis in facts.unjudged:
        return Given(item, gettext("%(why)s，解除时未到期") % {"why": why}, None)
    if item.basis == RatingItem.Basis.ARRIVED_IN_TIME and facts.left_early:
        why = gettext("%(why)s，擅自离场减半") % {"why": why}
    return Given(item, why, points_by_facts(item.basis, item.points, facts))


def _points_field(item: RatingItem) -> forms.IntegerField:
    told = {"name": item.name, "max": item.points}
    return forms.IntegerField(
        label=_("%(name)s（0 到 %(max)d 分）") % told, min_value=0, max_value=item.points, help_text=item.note
    )
