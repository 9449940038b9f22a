"""Clocks of a made-up subject, so that this area needs no app above it; tables are made by the `errands` fixture."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models

from deadlines import clocks
from deadlines.limits import Limit, LimitKind
from deadlines.models import Clock, ClockHolding, ClockPause, ClockStretch, Escalation
from organizations.models import Organization


class Errand(models.Model):
    title = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "deadlines_tests"

    def __str__(self):
        return self.title


class ErrandClock(Clock):
    subject_field: ClassVar[str] = "errand"
    errand = models.ForeignKey(Errand, related_name="clocks", on_delete=models.PROTECT)

    class Meta(Clock.Meta):
        app_label = "deadlines_tests"


class ErrandEscalation(Escalation):
    clock = models.ForeignKey(ErrandClock, related_name="escalations", on_delete=models.PROTECT)

    class Meta(Escalation.Meta):
        app_label = "deadlines_tests"


class ErrandPause(ClockPause):
    clock = models.ForeignKey(ErrandClock, related_name="pauses", on_delete=models.PROTECT)

    class Meta(ClockPause.Meta):
        app_label = "deadlines_tests"


class ErrandHolding(ClockHolding):
    clock = models.ForeignKey(ErrandClock, related_name="holdings", on_delete=models.PROTECT)

    class Meta(ClockHolding.Meta):
        app_label = "deadlines_tests"


class ErrandStretch(ClockStretch):
    clock = models.ForeignKey(ErrandClock, related_name="stretches", on_delete=models.PROTECT)

    class Meta(ClockStretch.Meta):
        app_label = "deadlines_tests"


TABLES = (Errand, ErrandClock, ErrandEscalation, ErrandPause, ErrandHolding, ErrandStretch)


def at(text: str) -> datetime:
    """'2025-03-12 11:30' in Beijing."""
    return datetime.fromisoformat(f"{text}+08:00")


def unit(code: str = "test-unit", kind: str = "department") -> Organization:
    return Organization.objects.get_or_create(code=code, defaults={"kind": kind, "name": code, "short_name": code})[0]


def limit(n: float | str, kind: str) -> Limit:
    return Limit(LimitKind(kind), Decimal(str(n)))


def clock_of(
    started_at: datetime,
    *,
    n: float | str = 8,
    per: str = "work_hour",
    kind: str = "handle",
    due_at: datetime | None = None,
    holder: Organization | None = None,
    urgency: str = "",
    calendar: str = "",
) -> ErrandClock:
    """A started clock with an errand of its own."""
    return clocks.start(
        ErrandClock,
        Errand.objects.create(),
        kind=kind,
        holder=holder or unit(),
        limit=None if due_at else limit(n, per),
        started_at=started_at,
        now=started_at,
        due_at=due_at,
        urgency=urgency,
        calendar=calendar,
    )
