"""Short ways to a settled month."""

from datetime import date
from typing import Any

from assessment.actions.collect import collect
from assessment.actions.settle import Settled, settle
from assessment.indicators import REGISTRY
from assessment.models import Fact, Run, Scheme, SchemeItem, Settlement
from kernel.actors import Actor
from tests.make import at

ASSESSOR = Actor.system("tests", "考核员")
PERIOD = "2026-10"
AFTER = at("2026-11-02 09:00")
RISING = {"from": 0, "to": 100}


def scheme(*indicators: str, kind: str = "street", **columns: Any) -> Scheme:
    """A scheme of these indicators, of the same weight each, on a straight line."""
    facts = {"code": "test", "name": "测试方案", "subject_kind": kind, "valid_from": date(2020, 1, 1)} | columns
    made = Scheme.objects.create(**(facts | {"full_points": 10 * len(indicators)}))
    SchemeItem.objects.bulk_create(
        SchemeItem(scheme=made, place=n, code=f"A{n}", indicator=one, weight=10, curve="linear", curve_data=RISING)
        for n, one in enumerate(indicators, start=1)
    )
    return made


def every_indicator(kind: str) -> list[str]:
    return [one.code for one in REGISTRY if kind in one.kinds]


def settled(made: Scheme, *, name: str = PERIOD, now=AFTER) -> Settled:
    return settle(collect(made, name, actor=ASSESSOR, now=now).pk, actor=ASSESSOR, now=now)


def facts_of(run: Run, indicator: str) -> set[tuple]:
    """(subject's key, matter, ref, side, reason, value, weight)"""
    rows = Fact.objects.filter(run_item__run=run, run_item__indicator=indicator)
    names = ("subject__key", "matter", "ref", "side", "reason", "value", "weight")
    return set(rows.values_list(*names))


def fresh(settlement: Settlement) -> Settlement:
    return Settlement.objects.select_related("scheme", "period").get(pk=settlement.pk)
