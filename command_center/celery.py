"""The Celery application: workers and beat read their settings from Django, keys prefixed CELERY_."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

app = Celery("command_center")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def watch_sweeps(**kwargs: object) -> None:
    """Imported late: the models behind it need a Django that has been set up."""
    from command_center import watchdog  # noqa: PLC0415

    watchdog.start()
