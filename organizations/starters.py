"""Whoever began a job, with the rights of now: a right withdrawn meanwhile counts."""

from django.utils.translation import gettext as _

from foundation.models import Job
from kernel.actors import Actor, ActorKind
from kernel.errors import NotAllowed
from organizations.models import User
from organizations.permissions import require


def starter_of(job: Job, *, action: str) -> Actor:
    """Raises NotAllowed for a closed account, for what is no person, and for who may no longer do this."""
    kind, _colon, pk = job.actor_key.partition(":")
    user = User.objects.filter(pk=int(pk), is_active=True).first() if kind == ActorKind.USER else None
    if user is None:
        raise NotAllowed(_("发起人的账号已停用，任务没有执行。"))
    require(user.actor, action)
    return user.actor
