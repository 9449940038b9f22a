"""What must be right before the process starts: no indicator is fed by fines (行政处罚法 §74), none names nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register

from assessment.indicators import REGISTRY, Indicator
from assessment.rules.penalties import ARTICLE, is_about_penalties


@register(Tags.models)
def indicators_keep_the_law(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Words and statements of every indicator are looked through, and whether it reads a table that says of itself
    that it feeds no score (`feeds_no_score` of a model)."""
    return list(wrongs_of(REGISTRY, forbidden_tables()))


def forbidden_tables() -> list[str]:
    """Tables of models that may never be counted: penalties, whatever they will be called."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "feeds_no_score", False)]


def wrongs_of(indicators: Iterable[Indicator], forbidden: Sequence[str]) -> Iterable[CheckMessage]:
    for one in indicators:
        statements = (one.base.sql, one.counted, one.for_it, one.value, one.weight)
        reads = any(table in one.base.sql for table in forbidden)
        if reads or is_about_penalties(one.code, one.name, one.numerator, one.denominator, *statements):
            yield Error(f"{one.code}: {ARTICLE}", obj=one, id="assessment.E074")
        if not all(str(words) for words in (one.name, one.numerator, one.denominator, one.exclusions, one.source)):
            yield Error(f"{one.code} does not say what it counts", obj=one, id="assessment.E001")
