"""突发预警."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import CaseAlert, CaseEvent
from cases.rules.alerting import in_words
from foundation.bulk import insert_many
from kernel.actors import Actor
from notices.actions import NoticeRow, notify_many
from notices.models import Notice
from notices.outbox import OutboxRow, append_many
from organizations.duty import holders_of
from organizations.queries import district_centre
from organizations.roles import Role

_WATCHING = (Role.DISPATCHER, Role.DUTY_SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Alarming:
    """A case that has just come in, the words of danger in it, and the organizations that see it."""

    case_id: int
    case_no: str
    version: int
    words: tuple[str, ...]
    audience: Collection[int]

    @property
    def told(self) -> str:
        return in_words(self.words, most=100)


def raise_alerts(found: Iterable[Alarming], *, now: datetime) -> None:
    """What sounds like an emergency is on every dispatcher's desk at once (接诉即办工作条例 §29).

    In the transaction that writes the cases, so that it is told exactly once; nothing is asked when nothing was found.
    """
    rows = list(found)
    if not rows:
        return
    insert_many([CaseAlert(case_id=one.case_id, words=one.told, raised_at=now) for one in rows], with_keys=False)
    insert_many([_line(one, now=now) for one in rows], with_keys=False)
    append_many([OutboxRow("case.alerted", "case", o.case_no, o.version, o.audience) for o in rows], now=now)
    tell_desks([(one.case_no, one.told) for one in rows], now=now)


def alert_line(words: str) -> str:
    """What the course says of it."""
    return _("来件提到“%(words)s”，已向全体派遣员预警") % {"words": words}


def tell_desks(alerts: Sequence[tuple[str, str]], *, now: datetime) -> None:
    """Of each case number and its words, an alarm to every dispatcher and duty supervisor, at any hour; to the centre
    as a whole where there is none."""
    centre = district_centre().pk
    people = dict.fromkeys(one.user_id for role in _WATCHING for one in holders_of(role, centre))
    notify_many([_notice(alert, centre, user) for alert in alerts for user in people or [None]], now=now)


def _notice(alert: tuple[str, str], centre: int, user: int | None) -> NoticeRow:
    case_no, words = alert
    return NoticeRow(
        organization_id=centre,
        user_id=user,
        kind="case.alerted",
        title=_("突发预警 %(no)s：%(words)s") % {"no": case_no, "words": words},
        body=_("来件提到“%(words)s”，请立即处置") % {"words": words},
        subject_kind="case",
        subject_id=case_no,
        level=Notice.Level.ALARM,
    )


def _line(one: Alarming, *, now: datetime) -> CaseEvent:
    lookout = Actor.system("alerts", _("突发预警"))
    return CaseEvent(
        case_id=one.case_id,
        kind="alerted",
        at=now,
        actor_key=lookout.key,
        actor_label=lookout.label,
        text=alert_line(one.told),
        data={"words": list(one.words)},
        version=one.version,
    )
