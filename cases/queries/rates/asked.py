"""Which figures are asked for, read from an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.queries.rates.subjects import By, Span, period_of
from kernel.times import day_end, day_start, local_date

LONGEST = timedelta(days=1100)
YEARS = range(2000, 2101)
_PARTLY = (("0", gettext_lazy("不计")), ("0.5", gettext_lazy("按一半计")))


@dataclass(frozen=True, slots=True)
class Asked:
    """The days from `first` to `last`, both included; `partly` is what a partly solved case counts."""

    by: str
    first: date
    last: date
    span: str = Span.DAY
    partly: Decimal = Decimal(0)

    @property
    def since(self) -> datetime:
        return day_start(self.first)

    @property
    def until(self) -> datetime:
        return day_end(self.last)

    def within(self, period: date) -> "Asked":
        """The part of it that lies in the period beginning on this day."""
        begins, ends = period_of(period, self.span)
        return replace(self, first=max(self.first, begins), last=min(self.last, ends))


class _Day(forms.DateInput):
    input_type = "date"


class RatesForm(forms.Form):
    """Every field may stay empty: this month by street, then."""

    by = forms.ChoiceField(label=gettext_lazy("分组"), choices=By.choices, required=False)
    span = forms.ChoiceField(label=gettext_lazy("时段"), choices=Span.choices, required=False)
    partly = forms.ChoiceField(label=gettext_lazy("部分解决"), choices=_PARTLY, required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime) -> None:
        super().__init__(data, auto_id="rates-%s", label_suffix="")
        self.today = local_date(now)
        # Words of the language, as the address has them.
        for name, label in (("from", gettext_lazy("从")), ("to", gettext_lazy("到"))):
            self.fields[name] = forms.DateField(label=label, required=False, widget=_Day)
        for bound in self.visible_fields():
            is_select = isinstance(bound.field.widget, forms.Select)
            bound.field.widget.attrs["class"] = "form-select" if is_select else "form-control"
        self.order_fields(["by", "span", "from", "to", "partly"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        data["to"] = data["to"] or max(self.today, data["from"] or self.today)
        data["from"] = data["from"] or data["to"].replace(day=1)
        if data["from"] > data["to"]:
            self.add_error("to", _("结束日期早于开始日期。"))
        elif data["to"] - data["from"] > LONGEST or not {data["from"].year, data["to"].year} <= set(YEARS):
            self.add_error("from", _("一次最多看三年，2000 年至 2100 年之间。"))
        return data

    @property
    def asked(self) -> Asked:
        """Of a valid form."""
        data = self.cleaned_data
        return Asked(
            by=data["by"] or By.STREET,
            first=data["from"],
            last=data["to"],
            span=data["span"] or Span.DAY,
            partly=Decimal(data["partly"] or "0"),
        )
