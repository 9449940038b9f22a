"""Cases made ready for a load: dispatched ones to sign for, and contacted ones to reply to."""

from collections.abc import Sequence

from bench.context import Bench
from bench.orders import orders
from cases.actions.contact import contact
from cases.actions.dispatch_waiting import dispatch_waiting
from cases.actions.fingerprint import fingerprint_of
from cases.actions.sign import sign
from cases.imports.batches import Batches
from cases.imports.drafts import Draft
from cases.models import Case, ReceivedPrecision
from cases.states import State

Pool = list[tuple[str, str]]


def to_sign(bench: Bench, count: int, *, mark: str) -> Pool:
    """Cases waiting for a signature, each with the token of the unit that leads it."""
    return [(case.case_no, bench.tokens[case.lead_id]) for case in _dispatched(bench, count, mark=mark)]


def to_reply(bench: Bench, count: int, *, mark: str) -> Pool:
    """Cases in hand whose requester has been spoken with."""
    now, cases = bench.now(), _dispatched(bench, count, mark=mark)
    actors = {lead: bench.actor_of_client(lead) for lead in {case.lead_id for case in cases}}
    for case in cases:
        sign(case.pk, actor=actors[case.lead_id], now=now)
        contact(case.pk, note="已电话联系", actor=actors[case.lead_id], now=now)
    return [(case.case_no, bench.tokens[case.lead_id]) for case in cases]


def _dispatched(bench: Bench, count: int, *, mark: str) -> Sequence[Case]:
    """Brought in as a file would be, then sent out by the catalogue; a few more, since not all can be decided."""
    now, last = bench.now(), Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    batches = Batches(bench.actor_of_client(bench.city), now, mark, dry_run=False)
    made = list(orders(count * 5 // 4, now=now, mark=mark))
    for n in range(0, len(made), 1000):
        drafts = [Draft(0, one, fingerprint_of(one), ReceivedPrecision.SECOND) for one in made[n : n + 1000]]
        batches.bring_in(batches.prepare(drafts))
    dispatch_waiting(now=now, limit=len(made))
    ready = Case.objects.filter(pk__gt=last, state=State.DISPATCHED, lead__in=bench.tokens).order_by("pk")
    return list(ready.only("case_no", "lead_id")[:count])
