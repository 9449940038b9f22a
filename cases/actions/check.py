"""核查."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from cases.actions.closing import close
from cases.actions.door import open_door
from cases.actions.errands import finish_errand
from cases.actions.photos import attach
from cases.actions.rounds import hand_back
from cases.models import Case, CaseAttachment, CaseTask, Closing, FilingStandard
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid


def check(
    case_id: int,
    *,
    is_passed: bool,
    words: str = "",
    photos: Sequence[UUID] = (),
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Case:
    """The inspector looks on the spot whether the closing condition is met: if so the case is closed, else the same
    unit handles it again (返工).

    Raises Invalid when a failed check gives no reason.
    """
    if not is_passed and not words.strip():
        message = _("核查不通过要写明现场情况。")
        raise Invalid(message, errors=[FieldError("words", "required", message)])
    with open_door(case_id, action="check", actor=actor, now=now, expected_version=expected_version) as change:
        outcome = CaseTask.Outcome.PASSED if is_passed else CaseTask.Outcome.FAILED
        finish_errand(change, CaseTask.Kind.CHECK, outcome, result=words)
        attach(change, photos, role=CaseAttachment.Role.EVIDENCE)
        if is_passed:
            close(change, Closing.NORMAL, closing_words(change.case.standard, words))
        else:
            change.set(rework_count=change.case.rework_count + 1)
            hand_back(change, why=_("核查不通过，%(words)s") % {"words": words}, is_new_round=False)
    return change.case


def closing_words(standard: FilingStandard | None, words: str) -> str:
    """ "核查通过，办结，结案条件：垃圾清运完毕，地面干净。已恢复" """
    text = _("核查通过，办结")
    if standard is not None:
        text = _("核查通过，办结，结案条件：%(condition)s") % {"condition": standard.closing_condition}
    return _("%(text)s。%(words)s") % {"text": text, "words": words} if words else text
