"""By what the rates are told apart: key and name of a row's subject, as expressions of the database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, TruncDay, TruncMonth, TruncWeek
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.times import SHANGHAI
from organizations.models import Organization

NONE = "-"
"""The key of rows without such a subject: not located, not classified."""


class By(models.TextChoices):
    STREET = "street", gettext_lazy("街道")
    DEPARTMENT = "department", gettext_lazy("部门")
    CATEGORY = "category", gettext_lazy("类别")
    PERIOD = "period", gettext_lazy("时段")


class Span(models.TextChoices):
    DAY = "day", gettext_lazy("日")
    WEEK = "week", gettext_lazy("周")
    MONTH = "month", gettext_lazy("月")


_TRUNC = {Span.DAY: TruncDay, Span.WEEK: TruncWeek, Span.MONTH: TruncMonth}
_TOP = "case__category__parent__parent__{0} case__category__parent__{0} case__category__{0}"


def bucket_of(field: str, span: str) -> Any:
    """The beginning of the day, week or month in which the field's instant lies, in Shanghai."""
    return _TRUNC[Span(span)](field, tzinfo=SHANGHAI)


def with_subject(rows: QuerySet[Any], by: str, *, field: str, span: str) -> QuerySet[Any]:
    """The rows with `subject`, the key of whom they count for; of departments only those they lead."""
    if by == By.PERIOD:
        return rows.annotate(subject=bucket_of(field, span))
    if by == By.DEPARTMENT:
        led = rows.filter(case__lead__kind=Organization.Kind.DEPARTMENT)
        return led.annotate(subject=F("case__lead__code"))
    if by == By.STREET:
        return rows.annotate(subject=Coalesce("case__street__code", Value(NONE)))
    code = Concat("case__category__kind", Value(":"), Coalesce(*_TOP.format("code").split()))
    is_known = Q(case__category__isnull=False)
    return rows.annotate(subject=models.Case(models.When(is_known, then=code), default=Value(NONE)))


def name_of(by: str) -> Mapping[str, Any]:
    """The aggregate that names a subject, beside its key; a period needs none."""
    if by == By.PERIOD:
        return {}
    names = {
        By.DEPARTMENT: Max("case__lead__short_name"),
        By.STREET: Max("case__street__name"),
        By.CATEGORY: Max(Coalesce(*_TOP.format("name").split())),
    }
    return {"name": names[By(by)]}


def key_text(key: Any) -> str:
    """The key as it stands in an address: a period is its first day."""
    return f"{key.astimezone(SHANGHAI):%Y-%m-%d}" if isinstance(key, datetime) else str(key)


def name_text(key: str, name: str | None, *, by: str, span: str) -> str:
    if by == By.PERIOD:
        words = {Span.DAY: "%(day)s", Span.WEEK: _("%(day)s 起一周"), Span.MONTH: "%(month)s"}
        return words[Span(span)] % {"day": key, "month": key[:7]}
    if key == NONE:
        return _("未归类") if by == By.CATEGORY else _("未定位")
    return name or key


def period_of(first: date, span: str) -> tuple[date, date]:
    """The days of the period that begins here, the last one included."""
    if span == Span.DAY:
        return first, first
    if span == Span.WEEK:
        return first, first + timedelta(days=6)
    following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)
