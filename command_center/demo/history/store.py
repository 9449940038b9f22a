"""Writes courses into the database, table by table."""

from collections.abc import Sequence
from itertools import chain

from django.db import connection

from cases.models import (
    CallBack,
    Case,
    CaseApplication,
    CaseClock,
    CaseClockPause,
    CaseClockStretch,
    CaseEscalation,
    CaseEvent,
    CaseParty,
    CaseTask,
    DispatchDecision,
    Requester,
    SupervisionOrder,
)
from command_center.demo.history.course import Course
from command_center.demo.history.supervising import name_orders
from kernel.times import local_date

_BATCH = 1000


def store(courses: Sequence[Course]) -> None:
    """One statement or few for each table. The courses' rows have their keys afterwards."""
    _number(courses)
    Case.objects.bulk_create([c.case for c in courses], batch_size=_BATCH)
    Requester.objects.bulk_create([c.requester for c in courses], batch_size=_BATCH)
    CaseClock.objects.bulk_create(list(chain.from_iterable(c.clocks for c in courses)), batch_size=_BATCH)
    CaseEscalation.objects.bulk_create(list(chain.from_iterable(c.escalations for c in courses)), batch_size=_BATCH)
    CaseClockStretch.objects.bulk_create(list(chain.from_iterable(c.stretches for c in courses)), batch_size=_BATCH)
    CaseClockPause.objects.bulk_create(list(chain.from_iterable(c.pauses for c in courses)), batch_size=_BATCH)
    CaseTask.objects.bulk_create(list(chain.from_iterable(c.tasks for c in courses)), batch_size=_BATCH)
    SupervisionOrder.objects.bulk_create(list(chain.from_iterable(c.supervisions for c in courses)), batch_size=_BATCH)
    CaseParty.objects.bulk_create(list(chain.from_iterable(c.parties for c in courses)), batch_size=_BATCH)
    DispatchDecision.objects.bulk_create(list(chain.from_iterable(c.decisions for c in courses)), batch_size=_BATCH)
    CaseApplication.objects.bulk_create(list(chain.from_iterable(c.applications for c in courses)), batch_size=_BATCH)
    CallBack.objects.bulk_create(list(chain.from_iterable(c.callbacks for c in courses)), batch_size=_BATCH)
    CaseEvent.objects.bulk_create(list(chain.from_iterable(c.events for c in courses)), batch_size=_BATCH)


def _number(courses: Sequence[Course]) -> None:
    """Case numbers from the sequence that also numbers what comes in later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_no_sequence') FROM generate_series(1, %s)", [len(courses)])
        numbers = [number for (number,) in cursor.fetchall()]
    for course, number in zip(courses, numbers, strict=True):
        course.case.case_no = f"{local_date(course.case.created_at):%Y%m%d}-{number:06d}"
        name_orders(course)
