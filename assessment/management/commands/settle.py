"""Settles a period by every scheme in force, or by one, and prints what came of it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.actions.collect import collect
from assessment.actions.settle import Settled, settle
from assessment.models import Scheme, Settlement
from assessment.queries.runs import run_in_force
from assessment.queries.schemes import schemes_for
from assessment.states import TRANSITIONS, SettlementState
from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import CenterError


class Command(BaseCommand):
    help = "Settle a period (2026-10, 2026-Q4, 2026) by each scheme in force on its last day; again gives the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help="2026-10, 2026-Q4 or 2026")
        parser.add_argument("--scheme", default="", metavar="CODE", help="this scheme alone")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, period: str, scheme: str, json: bool, **options: Any) -> None:
        try:
            schemes = schemes_for(period, code=scheme)
            if not schemes:
                raise CommandError(_("这一期没有生效的方案。"))
            results = [_settled(one, period) for one in schemes]
        except CenterError as error:
            raise CommandError(error.message) from error
        self.stdout.write(_as_json(results) if json else "\n".join(line for one in results for line in _lines(one)))


def _settled(scheme: Scheme, period: str) -> Settled:
    """What is in objection or approved already is only shown: it changes by steps that people take."""
    actor, moment = Actor.system("settle", _("结算")), now()
    settlement = collect(scheme, period, actor=actor, now=moment)
    if settlement.state in TRANSITIONS["settle"].begins:
        return settle(settlement.pk, actor=actor, now=moment)
    return _shown(settlement)


def _shown(settlement: Settlement) -> Settled:
    run = run_in_force(settlement)
    if run is None:
        raise CommandError(_("这项考核没有结果。"))
    return Settled(settlement, run, is_new=False)


def _facts(one: Settled) -> dict[str, Any]:
    scores = one.run.scores.select_related("subject").order_by("group", "rank", "subject__key")
    return {
        "scheme": one.settlement.scheme.code,
        "period": one.settlement.period.name,
        "from": one.run.inputs["from"],
        "until": one.run.inputs["until"],
        "state": one.settlement.state,
        "revision": one.run.revision,
        "is_new": one.is_new,
        "facts": one.run.facts_count,
        "digest": one.run.digest,
        "scores": [
            {
                "subject": score.subject.key,
                "name": score.subject_name,
                "group": score.group,
                "raw_total": _text(score.raw_total),
                "total": _text(score.total),
                "rank": score.rank,
            }
            for score in scores
        ],
    }


def _text(total: object) -> str | None:
    return None if total is None else str(total)


def _as_json(results: list[Settled]) -> str:
    return json.dumps([_facts(one) for one in results], ensure_ascii=False, indent=1)


def _lines(one: Settled) -> Iterator[str]:
    facts = _facts(one)
    words = {
        "scheme": one.settlement.scheme,
        "period": one.settlement.period,
        "state": SettlementState(one.settlement.state).label,
        "revision": one.run.revision,
        "scores": len(facts["scores"]),
        "facts": one.run.facts_count,
    }
    yield _("%(scheme)s %(period)s：%(state)s，第 %(revision)d 次修订，%(scores)d 个对象，%(facts)d 条事实") % words
    for score in facts["scores"]:
        yield f"  {score['rank'] or '—':>3}  {score['total'] or '—':>7}  {score['name']}  {score['group']}".rstrip()
    yield f"  {one.run.digest}"
