"""What a file of standards would do to running clocks, told before it is written."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cases.actions.follow_limits import facts_of
from cases.models import FilingStandard
from cases.queries.rulebook import current_rulebook, standard_as_limit
from cases.rules.standards import LimitsChange
from deadlines.recompute.preview import preview
from deadlines.rules import current_rules
from foundation.clock import now
from organizations.sheets.draft import Draft


def planned_change(draft: Draft[FilingStandard]) -> LimitsChange | None:
    """Which limits would be others; None when the file changes none. Rows without a number yet get one below zero."""
    rows = [entry.target for entry in draft.touched if entry.target is not None]
    limits = [standard_as_limit(row) for row in rows]
    after = [one if one.id is not None else replace(one, id=-n) for n, one in enumerate(limits, start=1)]
    stored = current_rulebook().limits
    touched = {one.key for one in after}
    change = LimitsChange.between(stored, [*(one for one in stored if one.key not in touched), *after])
    return change if change.keys else None


def moved_sentence(change: LimitsChange) -> str:
    found = preview(current_rules(), facts=facts_of(change, is_planned=True), now=now(), shown=0).tally
    if not found.moved:
        return _("不移动运行中的时钟。")
    words = _("将移动 %(n)s 个运行中的时钟：推后 %(later)s 个，提前 %(earlier)s 个（其中 %(overdue)s 个立即超期）。")
    figures = {"n": found.moved, "later": found.later, "earlier": found.earlier, "overdue": found.overdue}
    return words % figures
