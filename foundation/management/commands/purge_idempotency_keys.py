from typing import Any

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.actions.purge_idempotency_keys import purge_idempotency_keys


class Command(BaseCommand):
    help = "删除超过 24 小时的幂等键（平时由 Celery 每小时执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(purge_idempotency_keys(now=clock.now())))
