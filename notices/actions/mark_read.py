"""已读."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed, NotFound
from notices.models import Notice
from notices.queries import unread_for, visible_to


def mark_read(notice_id: int, *, actor: Actor, now: datetime) -> Notice:
    """Somebody of the organization has read the notice; the first reader stays on record.

    Raises NotFound for another's notice, NotAllowed for whoever is not a person.
    """
    if not visible_to(actor).filter(pk=notice_id).exists():
        raise NotFound(_("没有这条通知。"))
    _mark(unread_for(actor).filter(pk=notice_id), actor, now)
    return Notice.objects.get(pk=notice_id)


def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """The whole bell at once; says how many were unread. Raises NotAllowed for whoever is not a person."""
    return _mark(unread_for(actor), actor, now)


def _mark(unread: QuerySet[Notice], actor: Actor, now: datetime) -> int:
    if actor.kind != ActorKind.USER:
        raise NotAllowed(_("通知由人阅读，接口账号不能代为标记。"))
    return unread.order_by().update(read_at=now, read_by=int(actor.id))
