"""拆案."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.crowds import lock_together, part, tell_main
from cases.actions.door import open_door
from cases.models import Case
from cases.states import OPEN
from kernel.actors import Actor
from kernel.errors import Refused
from organizations.permissions import require


def unmerge(case_id: int, *, reason: str, actor: Actor, now: datetime, expected_version: int | None = None) -> Case:
    """The two were not one matter: the case is worked on by itself again, by the unit it had been sent to.

    Raises Refused `not_merged`.
    """
    require(actor, "cases.unmerge")
    with transaction.atomic():
        main_id = Case.objects.filter(pk=case_id).values_list("merged_into", flat=True).first()
        lock_together(case_id, *([main_id] if main_id else []))
        with open_door(case_id, action="unmerge", actor=actor, now=now, expected_version=expected_version) as change:
            main = change.case.merged_into
            if main is None or main.pk != main_id:
                raise Refused(_("此件没有并入别的案件。请刷新后再看。"), code="not_merged")
            part(change, reason)
        if main.state in OPEN:
            words = _("%(no)s 从本案拆出：%(reason)s") % {"no": change.case.case_no, "reason": reason}
            tell_main(main.pk, "parted", words, actor=actor, now=now, follower=change.case)
    return change.case
