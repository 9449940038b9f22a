"""A known number with other content."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.change_order import change_order
from cases.actions.placing import place_columns
from cases.actions.receive import flow_of, searched
from cases.actions.senders import require_sender
from cases.imports.arrivals import Line, veiled_draft
from cases.imports.drafts import Draft, Ending
from cases.imports.past import course, end_columns, ending_of
from cases.imports.standing import Standing
from cases.imports.surroundings import Surroundings
from cases.models import CallBack, Case, CaseEvent, ImportedHistory, Requester
from cases.queries.search import search_vector
from cases.rules.orders import Order
from cases.states import TERMINAL, State
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.secrets import phone_hash, phone_tail_hash


def change(standing: Standing, draft: Draft, *, town: Surroundings, actor: Actor, file_name: str) -> None:
    """The case takes the row over: at work as a sender's change, of the past as a corrected record.

    Raises Refused when the case is closed (live), is another sender's, or was handled here and is no imported history.
    """
    if draft.ending is None:
        change_order(standing.case_id, draft.order, actor=actor, now=town.now)
    else:
        _correct(standing.case_id, veiled_draft(draft), town=town, actor=actor, file_name=file_name)


@transaction.atomic
def _correct(case_id: int, draft: Draft, *, town: Surroundings, actor: Actor, file_name: str) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    require_sender(case, actor)
    past = ImportedHistory.objects.filter(case=case).first()
    if past is None or case.lead_id is not None or case.state in TERMINAL - {State.CLOSED}:
        raise Refused(_("本系统办理过的工单，历史文件不能改写"), code="handled_here")
    ending = ending_of(draft)
    _write(case, draft, ending, town=town)
    _write_requester(case, draft.order)
    _write_callback(case, ending, actor=actor)
    _write_course(
        case, [Line("order_changed", town.now, _("历史文件更正了内容"), {}), *course(vars(case), ending)], actor=actor
    )
    past.fingerprint, past.file_name, past.imported_at = draft.end_fingerprint, file_name, town.now
    past.save()


def _write(case: Case, draft: Draft, ending: Ending, *, town: Surroundings) -> None:
    order = draft.order
    columns: dict[str, Any] = {
        **{name: getattr(order, name) for name in _TAKEN_OVER},
        "fingerprint": draft.fingerprint,
        "received_precision": draft.received_precision,
        "search": search_vector(*searched(order)),
        "version": case.version + 1,
        **place_columns(order.whereabouts),
        **town.category_columns(order.category_code, flow=flow_of(order)),
        **_OPEN,
        **end_columns(ending, flow=case.flow, received_at=order.received_at),
    }
    for name, value in columns.items():
        setattr(case, name, value)
    case.save(update_fields=list(columns))


_TAKEN_OVER = ("title", "content", "request_kind", "urgency", "is_supervised", "extra", "received_at", "reply_due_at")
_OPEN: dict[str, Any] = {"is_held": False, "hold_reason": "", "closed_at": None, "replied_at": None}


def _write_requester(case: Case, order: Order) -> None:
    caller = order.caller
    columns = {
        "name": caller.name,
        "phone": caller.phone,
        "address": caller.address,
        "is_secret": caller.is_secret,
        "words": caller.words,
        "phone_hash": phone_hash(caller.phone),
        "phone_tail_hash": phone_tail_hash(caller.phone),
    }
    Requester.objects.update_or_create(case=case, defaults=columns)


def _write_callback(case: Case, ending: Ending, *, actor: Actor) -> None:
    CallBack.objects.filter(case=case, is_imported=True).delete()
    if ending.is_answered and case.closed_at is not None:
        CallBack.objects.create(
            case=case,
            round=case.round,
            at=case.closed_at,
            actor_label=actor.label,
            is_reached=True,
            solved=ending.solved,
            satisfied=ending.satisfied,
            is_imported=True,
        )


def _write_course(case: Case, lines: list[Line], *, actor: Actor) -> None:
    known = set(CaseEvent.objects.filter(case=case).values_list("kind", "at", "text"))
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=case,
            kind=line.kind,
            at=line.at,
            actor_key=actor.key,
            actor_label=actor.label,
            text=line.text,
            data=line.data,
            version=case.version,
        )
        for line in lines
        if (line.kind, line.at, line.text) not in known
    )
