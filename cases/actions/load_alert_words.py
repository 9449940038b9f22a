"""载入预警词."""

from datetime import datetime

from django.db import transaction

from cases import data
from cases.models import AlertWord
from kernel.actors import Actor
from organizations.audit import record_load
from organizations.permissions import require


@transaction.atomic
def load_alert_words(*, actor: Actor, now: datetime) -> int:
    """Brings in the words of danger a district starts with (接诉即办工作条例 §29); returns how many were new.

    A word that is there already stays as the administrators left it, in use or not.
    """
    require(actor, "cases.configure")
    added: list[AlertWord] = []
    for row in data.read("alert_words.csv"):
        word, is_new = AlertWord.objects.get_or_create(word=row["word"], defaults={"unless": row["unless"]})
        added += [word] if is_new else []
    record_load("alert_words.loaded", added, actor=actor, now=now)
    return len(added)
