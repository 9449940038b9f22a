"""What a passed rung says, and to whom: never in the citizen's words, since notices outlive the right to read them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, ClockKind
from deadlines.sweep import Fired
from kernel.times import due_text
from notices.actions import NoticeRow
from organizations.models import Organization
from organizations.queries import superiors_of


def rung_words(clock: CaseClock, rung_name: str, *, now: datetime) -> str:
    """ "签收超期，应于 11-24 11:30 前完成" """
    return _("%(clock)s%(rung)s，应于 %(due)s 前完成") % {
        "clock": ClockKind(clock.kind).label,
        "rung": rung_name,
        "due": due_text(clock.due_at, now=now),
    }


def notices_of(told: Sequence[tuple[Case, Fired]], *, now: datetime) -> list[NoticeRow]:
    """To whoever holds the clock; from the third rung on to its superior as well. "Nobody found" is itself an alarm."""
    superiors = superiors_of({fired.clock.holder_id for _case, fired in told})
    found_nobody = any(_goes_up(fired) and fired.clock.holder_id not in superiors for _case, fired in told)
    centre = _centre() if found_nobody else None
    return [row for case, fired in told for row in _rows(case, fired, superiors, centre, now=now)]


def _rows(
    case: Case, fired: Fired, superiors: Mapping[int, int], centre: int | None, *, now: datetime
) -> Iterator[NoticeRow]:
    holder = fired.clock.holder_id
    words = _body(case, fired, now=now)
    if not _goes_up(fired):
        yield _row(case, fired, holder, words)
    elif holder in superiors:
        yield _row(case, fired, holder, words)
        yield _row(case, fired, superiors[holder], words)
    elif holder == centre:
        yield _row(case, fired, holder, _("%(words)s。指挥中心没有上级单位，由中心自行督办") % {"words": words})
    else:
        yield _row(case, fired, holder, words)
        if centre is not None:
            nobody = {"words": words, "holder": fired.clock.holder.short_name}
            alarm = _("%(words)s。没有找到 %(holder)s 在用的上级单位，无人可报，请指挥中心处理") % nobody
            yield _row(case, fired, centre, alarm)


def _goes_up(fired: Fired) -> bool:
    return fired.action.startswith("notify_")


def _body(case: Case, fired: Fired, *, now: datetime) -> str:
    category = case.category.name if case.category else _("未归类")
    words = rung_words(cast(CaseClock, fired.clock), fired.name, now=now)
    return _("%(words)s，类别：%(category)s") % {"words": words, "category": category}


def _row(case: Case, fired: Fired, receiver: int, body: str) -> NoticeRow:
    return NoticeRow(
        organization_id=receiver,
        kind=f"case.{fired.action}",
        title=f"{case.case_no} {fired.name}",
        body=body,
        subject_kind="case",
        subject_id=case.case_no,
        level="info" if fired.action == "remind" else "alarm",
    )


def _centre() -> int | None:
    centres = Organization.objects.filter(kind=Organization.Kind.DISTRICT_CENTRE, is_active=True)
    return centres.values_list("pk", flat=True).first()
