"""A batch of arrivals into the database: one transaction, one COPY for each table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction

from cases.actions.raise_alerts import Alarming, raise_alerts
from cases.actions.receive import case_no
from cases.imports import clocks
from cases.imports.arrivals import Arrival
from cases.imports.drafts import Ending
from cases.models import CallBack, Case, CaseEvent, ImportedHistory, Requester
from cases.rules.orders import Caller
from foundation.copying import copy, keys, numbers
from kernel.actors import Actor
from notices.models import OutboxAudience, OutboxEntry
from organizations.secrets import phone_hash, phone_tail_hash
from organizations.secrets.cipher import seal


def _names(model: type[models.Model], *left_out: str) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if one.attname not in left_out]


_CASE = _names(Case, "search")
_case_values = itemgetter(*_CASE)
_STAGE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS arriving_case AS
    SELECT {", ".join(_CASE)}, ''::text AS words FROM cases_case WITH NO DATA;
TRUNCATE arriving_case
"""  # noqa: S608 - names of columns alone
_MOVE = f"""
INSERT INTO cases_case ({", ".join(_CASE)}, search)
    SELECT {", ".join(_CASE)}, to_tsvector('simple', words) FROM arriving_case
    ON CONFLICT (source, order_no) DO NOTHING RETURNING id
"""  # noqa: S608


def write(arrivals: Sequence[Arrival], *, actor: Actor, now: datetime, file_name: str) -> list[Arrival]:
    """Writes the cases whose numbers are still free, with all that hangs on them; returns those it wrote.

    Two imports of one file meet here: each takes a batch's numbers in the same order, so that one waits and none
    dead-locks, and what hangs on a case is written by the one that wrote the case.
    """
    with transaction.atomic():
        written = _write_cases(sorted(arrivals, key=lambda one: one.draft.key), now=now)
        _write_requesters(written)
        _write_clocks(written)
        _write_endings(written, actor=actor, now=now, file_name=file_name)
        write_lines(written, actor=actor)
        _tell(written, now=now)
        raise_alerts([_alarming(one) for one in written if one.alarm], now=now)
    return written


def _write_cases(arrivals: Sequence[Arrival], *, now: datetime) -> list[Arrival]:
    ids, counted = keys("cases_case", len(arrivals)), numbers("case_no_sequence", len(arrivals))
    for one, key, number in zip(arrivals, ids, counted, strict=True):
        one.case["id"], one.case["case_no"] = key, case_no(number, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        copy("arriving_case", [*_CASE, "words"], [(*_case_values(one.case), one.words) for one in arrivals])
        cursor.execute(_MOVE)
        new = {key for (key,) in cursor.fetchall()}
    return [one for one in arrivals if one.case["id"] in new]


def _write_requesters(arrivals: Sequence[Arrival]) -> None:
    names = _names(Requester, "id")
    copy("cases_requester", names, [_requester(one.case["id"], one.draft.order.caller) for one in arrivals])


def _requester(case_id: int, caller: Caller) -> tuple[Any, ...]:
    """In the order of the model's fields."""
    return (
        case_id,
        _sealed("name", caller.name),
        _sealed("phone", caller.phone),
        _sealed("address", caller.address),
        _sealed("words", caller.words),
        phone_hash(caller.phone),
        phone_tail_hash(caller.phone),
        caller.is_secret,
    )


def _sealed(column: str, text: str) -> bytes:
    return seal(text, place=f"cases_requester.{column}") if text else b""


def _write_clocks(arrivals: Sequence[Arrival]) -> None:
    rows = [(one.case["id"], *clock.values) for one in arrivals for clock in one.clocks]
    copy("cases_caseclock", ["case_id", *clocks.COLUMNS], rows)


def _write_endings(arrivals: Sequence[Arrival], *, actor: Actor, now: datetime, file_name: str) -> None:
    past = [(one.case, one.draft.ending) for one in arrivals if one.draft.ending is not None]
    kept = [(one.case["id"], one.draft.end_fingerprint, file_name, now) for one in arrivals if one.draft.ending]
    copy("cases_importedhistory", _names(ImportedHistory), kept)
    calls = [_callback(case, ending, actor=actor) for case, ending in past if ending.is_answered]
    copy("cases_callback", _names(CallBack, "id"), calls)


def _callback(case: Mapping[str, Any], ending: Ending, *, actor: Actor) -> tuple[Any, ...]:
    """In the order of the model's fields; the file does not say when they called or whether the unit had."""
    contacted = None
    return (
        case["id"],
        case["round"],
        case["closed_at"],
        actor.label,
        CallBack.Way.CITY,
        True,
        contacted,
        ending.solved,
        ending.satisfied,
        "",
        True,
    )


def write_lines(arrivals: Sequence[Arrival], *, actor: Actor) -> None:
    rows = [
        (one.case["id"], line.kind, line.at, actor.key, actor.label, line.text, line.data, one.case["version"])
        for one in arrivals
        for line in one.lines
    ]
    copy("cases_caseevent", _names(CaseEvent, "id"), rows)


def _tell(arrivals: Sequence[Arrival], *, now: datetime) -> None:
    """As `notices.outbox.append_many`, whose rows are objects."""
    told = [one for one in arrivals if one.audience is not None]
    if not told:
        return
    ids = keys("notices_outboxentry", len(told))
    entries = [
        (key, "case.received", "case", one.case["case_no"], one.case["version"], now, now, None)
        for key, one in zip(ids, told, strict=True)
    ]
    copy("notices_outboxentry", _names(OutboxEntry), entries)
    heard = [(key, seen, False) for key, one in zip(ids, told, strict=True) for seen in sorted(one.audience or ())]
    copy("notices_outboxaudience", _names(OutboxAudience, "id"), heard)


def _alarming(one: Arrival) -> Alarming:
    return Alarming(one.case["id"], one.case["case_no"], one.case["version"], one.alarm, one.audience or ())
