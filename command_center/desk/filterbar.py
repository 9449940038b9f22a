"""The filters above the queue: what each offers, what is chosen, and the chips that take a choice back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.models import Source, Urgency
from cases.states import State
from command_center.desk.choices import Offered
from command_center.desk.pages import link
from deadlines.lamps import Lamp


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down; `chosen` is the value from the address."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def options_html(self) -> SafeString:
        """The offers as HTML: a hundred of them stand on each page, and few changes in a year change them."""
        mark = f'value="{escape(self.chosen)}"'
        return mark_safe(_written(self.options).replace(mark, f"{mark} selected", 1))  # noqa: S308 - escaped above

    def word(self, names: Mapping[str, str]) -> str:
        """What is chosen, in words; several values, or one that is not offered, stay as they are."""
        return dict(self.options).get(self.chosen) or names.get(self.name, self.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force; `url` is the page without it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    selects: list[Select]
    chips: list[Chip]
    clear_url: str
    labels: Mapping[str, str]

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)


def filter_bar(query: QueryDict, offered: Offered) -> FilterBar:
    selects = [Select(name, label, options, query.get(name, "")) for name, label, options in _offers(offered)]
    texts = {
        "q": _("搜索"),
        "received_after": _("接收自"),
        "received_before": _("接收至"),
        "community": _("社区"),
        "grid": _("网格"),
        "order_no": _("工单号"),
    }
    chips = [Chip(f"{s.label} {s.word(offered.names)}", link(query, s.name)) for s in selects if s.chosen]
    chips += [
        Chip(f"{text} {offered.names.get(name, query[name])}", link(query, name))
        for name, text in texts.items()
        if query.get(name)
    ]
    labels = {s.name: s.label for s in selects} | texts
    return FilterBar(selects, chips, link(query, *labels), labels)


@lru_cache(maxsize=64)
def _written(options: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("\n", '<option value="{}">{}</option>', options)


def _offers(offered: Offered) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    def words(choices: Sequence[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
        return tuple((value, str(label)) for value, label in choices)

    return [
        ("state", _("状态"), words(State.choices)),
        ("street", _("街道"), offered.offer.streets),
        ("category", _("类别"), offered.offer.categories),
        ("urgency", _("紧急程度"), words(Urgency.choices)),
        ("lamp", _("灯"), words(Lamp.choices)),
        ("source", _("来源"), words(Source.choices)),
        ("organization", _("主办单位"), offered.offer.organizations),
    ]
