from typing import Any

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.actions.purge_idempotency_keys import purge_idempotency_keys


class Command(BaseCommand):
    help = "Deletes idempotency keys older than 24 hours, as Celery does every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(purge_idempotency_keys(now=clock.now())))
