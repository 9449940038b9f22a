"""What stands there already of a batch of calls: the cases they are about, and the calls that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.imports.callback_reading import Call
from cases.models import CallBack, Case
from kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """Cases by source and order number, known calls by case and time."""

    cases: Mapping[tuple[str, str], Case]
    calls: Mapping[tuple[int, datetime], CallBack]

    def case_for(self, call: Call) -> Case:
        """Raises NotFound for an order that never came in."""
        case = self.cases.get(call.key)
        if case is None:
            raise NotFound(_("没有工单号为“%(no)s”的案件。") % {"no": call.order_no[:64]})
        return case

    def knows(self, case: Case, call: Call) -> bool:
        """Whether this very call is written down already. Raises Refused `callback_differs` when it says another."""
        known = self.calls.get((case.pk, call.at))
        if known is None:
            return False
        answers = call.answers
        said = (None, "", "") if answers is None else (answers.was_contacted, answers.solved, answers.satisfied)
        if (known.was_contacted, known.solved, known.satisfied) != said:
            raise Refused(_("同一时间的回访已经登记，结果不同；请核对后联系值班长。"), code="callback_differs")
        return True


def standing_of(calls: Sequence[Call]) -> Standing:
    """In two statements for all."""
    wanted = {call.key for call in calls}
    numbers, sources = {no for _source, no in wanted}, {source for source, _no in wanted}
    rows = Case.objects.filter(order_no__in=numbers, source__in=sources)
    cases = {(case.source, case.order_no): case for case in rows.only("source", "order_no", "state", "replied_at")}
    times = {call.at for call in calls}
    known = CallBack.objects.filter(case__in=[case.pk for case in cases.values()], at__in=times)
    return Standing(cases, {(call.case_id, call.at): call for call in known})
