"""Which jobs an actor may see: one's own. Apps that show others' filter `Job.objects` by their own rules."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.models import Job
from kernel.actors import Actor
from kernel.errors import NotFound


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs that this actor started, newest first."""
    return Job.objects.filter(actor_key=actor.key).order_by("-created_at", "-pk")


def own_job(job_id: int, *, actor: Actor) -> Job:
    """Raises NotFound for others' jobs as for none."""
    job = Job.objects.filter(actor_key=actor.key, pk=job_id).first()
    if job is None:
        raise NotFound(_("没有这个任务。"))
    return job
