"""突发预警: the words in force, and the alerts that nobody has taken yet."""

from django.db.models import QuerySet

from cases.models import AlertWord, CaseAlert
from cases.queries.rulebook import Rulebook, current_rulebook
from cases.queries.visibility import visible_to
from cases.rules.alerting import Danger, Watch, split_words
from kernel.actors import Actor


def watch_in(book: Rulebook) -> Watch:
    """The words of danger of this edition of the rules, compiled once."""
    return book.once("alert_words", _compiled)


def heard_in(*texts: str) -> tuple[str, ...]:
    """The words of danger that these texts hold, by the rules in force."""
    return watch_in(current_rulebook()).heard_in(*texts)


def alerts_for(actor: Actor) -> QuerySet[CaseAlert]:
    """The alerts of cases that the actor may see."""
    return CaseAlert.objects.filter(case__in=visible_to(actor).values("pk"))


def untaken() -> QuerySet[CaseAlert]:
    """What stands on the dispatchers' desks, newest first."""
    return CaseAlert.objects.filter(taken_at=None).order_by("-raised_at", "-id")


def _compiled() -> Watch:
    rows = AlertWord.objects.filter(is_active=True).order_by("word").values_list("word", "unless")
    return Watch(tuple(Danger(word, split_words(unless)) for word, unless in rows))
