"""申诉 (剔除申请)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from assessment.actions.door import Change, open_settlement
from assessment.models import ExclusionReason, Fact, Objection, Subject
from assessment.queries.matters import labels_of
from assessment.queries.runs import run_in_force
from assessment.rules.changes import require_words
from foundation.attachments.linking import take
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, NotAllowed, Refused


def object_to(
    settlement_id: int,
    *,
    matter: str,
    ref: int,
    reason: ExclusionReason,
    words: str,
    evidence: Sequence[UUID] = (),
    actor: Actor,
    now: datetime,
) -> Objection:
    """A subject asks that a case or summons be left out of its figures, for one of the reasons of the list.

    Raises NotAllowed to whom the scheme does not score, Refused `window_closed`, `objected_already`, Invalid
    `not_counted`, `required`, and what `take` says of a file.
    """
    words = require_words(words, field="words")
    with open_settlement(settlement_id, action="object", actor=actor, now=now) as change:
        subject = _own_subject(change)
        _require_open(change, subject, matter, ref)
        labels = _counted(change, subject, matter, ref)
        files = take(evidence, actor=actor, field="evidence") if evidence else []
        made = Objection.objects.create(
            settlement=change.settlement,
            subject=subject,
            matter=matter,
            ref=ref,
            label=labels.get(ref, "")[:40],
            reason=reason,
            words=words[:1000],
            made_at=now,
            made_by_label=actor.label,
        )
        made.evidence.set(files)
        said = {"subject": subject, "label": made.label, "reason": ExclusionReason(reason).label}
        change.event("objected", _("%(subject)s 申请剔除 %(label)s：%(reason)s") % said, objection=made.pk)
    return made


def _own_subject(change: Change) -> Subject:
    kind, organization = change.settlement.scheme.subject_kind, change.actor.organization_id
    subject = None if organization is None else Subject.objects.filter(kind=kind, ref=organization).first()
    if subject is None:
        raise NotAllowed(_("只有被考核的单位可以申诉。"), action="assessment.object")
    return subject


def _require_open(change: Change, subject: Subject, matter: str, ref: int) -> None:
    until = change.settlement.objections_until
    if until is None or change.now > until:
        raise Refused(_("申诉期已过。"), code="window_closed")
    asked = {"settlement": change.settlement, "subject": subject, "matter": matter, "ref": ref}
    if Objection.objects.filter(**asked).exists():
        raise Refused(_("这一事项已经申诉过。"), code="objected_already")


def _counted(change: Change, subject: Subject, matter: str, ref: int) -> dict[int, str]:
    """Its label, when it went into a figure of this very subject."""
    run = run_in_force(change.settlement)
    facts = Fact.objects.filter(matter=matter, ref=ref, subject=subject, run_item__run=run)
    labels = labels_of(matter, [ref])
    if not labels or not facts.exists():
        message = _("这一事项没有计入贵单位的考核。")
        raise Invalid(message, errors=[FieldError("ref", "not_counted", message)])
    return labels
