"""提出加分、扣分、一票否决."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from assessment.actions.door import open_settlement
from assessment.models import Adjustment, Subject
from assessment.rules.changes import require_words
from assessment.rules.penalties import ARTICLE, is_about_penalties
from foundation.attachments.linking import take
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def adjust(
    settlement_id: int,
    *,
    subject: Subject,
    kind: str,
    points: Decimal = Decimal(0),
    ground: str,
    basis: str = "",
    evidence: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> Adjustment:
    """The assessor proposes points for or against a subject, or a veto; a leader decides.

    Raises Invalid `required` without a ground, `points_needed`, `penalties` (行政处罚法 §74: how much was fined is no
    ground).
    """
    ground = require_words(ground, field="ground")
    _check(kind, points, ground)
    with open_settlement(settlement_id, action="adjust", actor=actor, now=now) as change:
        files = take([evidence], actor=actor, field="evidence") if evidence else [None]
        made = Adjustment.objects.create(
            settlement=change.settlement,
            subject=subject,
            kind=kind,
            points=points,
            ground=ground[:500],
            basis=basis[:300],
            evidence=files[0],
            proposed_at=now,
            proposed_by_key=actor.key,
            proposed_by_label=actor.label,
        )
        words = {"subject": subject, "what": made, "ground": ground}
        change.event("adjustment_proposed", _("%(subject)s：提出%(what)s，%(ground)s") % words, adjustment=made.pk)
    return made


def _check(kind: str, points: Decimal, ground: str) -> None:
    is_veto = kind == Adjustment.Kind.VETO
    if is_veto != (points == 0) or points < 0:
        message = _("加分、扣分写正数，一票否决不写分值。")
        raise Invalid(message, errors=[FieldError("points", "points_needed", message)])
    if is_about_penalties(ground):
        raise Invalid(str(ARTICLE), errors=[FieldError("ground", "penalties", str(ARTICLE))])
