"""Beat sends by name: a name that no task bears is a sweep that never runs."""

from django.conf import settings

from command_center.celery import app


def test_every_task_of_the_schedule_is_there():
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked - set(app.tasks) == set()
