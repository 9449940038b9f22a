"""发布."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessment.actions.door import Change, open_settlement
from assessment.models import Publication, Run
from assessment.queries.facts import difference
from assessment.queries.runs import run_in_force
from assessment.rules.changes import require_words
from assessment.states import SettlementState
from kernel.actors import Actor


def publish(settlement_id: int, *, reason: str = "", actor: Actor, now: datetime) -> Publication:
    """What was approved is shown. After the first version it is a correction: it says why, and what is different from
    the version before. Raises Invalid `required` for a correction without a reason."""
    with open_settlement(settlement_id, action="publish", actor=actor, now=now) as change:
        before = Publication.objects.filter(settlement=change.settlement).order_by("-version").first()
        run = run_in_force(change.settlement)
        if run is None:
            raise ValueError(f"{change.settlement} was approved without a run")
        if before is not None:
            reason = require_words(reason, field="reason")
        made = _published(change, run, before, reason)
        change.to(SettlementState.PUBLISHED)
        change.event("published", _("发布第 %(version)d 版") % {"version": made.version}, version=made.version)
    return made


def _published(change: Change, run: Run, before: Publication | None, reason: str) -> Publication:
    scores = list(run.scores.select_related("subject"))
    keys = {score.subject_id: score.subject.key for score in scores}
    return Publication.objects.create(
        settlement=change.settlement,
        version=1 if before is None else before.version + 1,
        run=run,
        digest=run.digest,
        difference=difference(None if before is None else before.run, scores, keys=keys),
        reason=reason[:300],
        published_at=change.now,
        published_by_label=change.actor.label,
    )
