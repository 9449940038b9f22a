"""关联事项."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.door import Change, locked
from cases.models import Case, CaseLink
from cases.queries.companions import companions_of
from kernel.actors import Actor
from kernel.errors import NotFound


def link(
    case_id: int, *, kind: str, ref: str, title: str, state: str, holds_reply: bool, actor: Actor, now: datetime
) -> CaseLink:
    """Another room tells what it does about the case, as often as it likes; written down only where something is new.

    Called by the rooms above (enforcement: `kind="whistle"`) inside their own transaction and by their own right, the
    case before their own rows. An open case or a closed one, its state stays as it is. Raises NotFound.
    """
    said = {"title": title[:200], "state": state[:40], "holds_reply": holds_reply}
    with transaction.atomic():
        case = locked(case_id)
        if case is None:
            raise NotFound(_("没有这件案件。"))
        there = CaseLink.objects.filter(case=case, kind=kind, ref=ref).first()
        if there is not None and all(getattr(there, name) == value for name, value in said.items()):
            return there
        fresh, is_new = CaseLink.objects.update_or_create(
            case=case, kind=kind, ref=ref, defaults={**said, "changed_at": now}
        )
        _write(case, fresh, is_new=is_new, actor=actor, now=now)
    return fresh


def _write(case: Case, row: CaseLink, *, is_new: bool, actor: Actor, now: datetime) -> None:
    change = Change(case=case, around=companions_of(case), action="link", actor=actor, now=now)
    told = {"title": row.title, "ref": row.ref, "state": row.state}
    words = _("%(title)s（%(ref)s）：%(state)s") % told
    data = {"link": row.kind, "ref": row.ref, "holds_reply": row.holds_reply}
    change.event("linked" if is_new else "link_changed", words, **data)
    change.save()
