import re
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from command_center import watchdog
from deadlines.models import SweepRecord
from deadlines.registry import clock_models
from foundation import clock
from tests.packaging.conftest import ROOT, VENV

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TABLES = [model._meta.label for model in clock_models()]
TABLE = TABLES[0]


def swept(at):
    for table in TABLES:
        SweepRecord.objects.update_or_create(
            clock_table=table,
            defaults={"started_at": at, "finished_at": at, "claimed": 0, "rows_fired": 0, "failed": 0},
        )


def test_a_sweep_is_stale_only_after_its_age(db):
    swept(NOON - timedelta(seconds=90))
    assert watchdog.stale_tables(max_age=90, now=NOON) == []
    assert watchdog.stale_tables(max_age=89.9, now=NOON) == TABLES


def test_a_table_that_was_never_swept_is_stale(db):
    assert watchdog.stale_tables(max_age=90, now=NOON) == TABLES


def test_the_command_is_content_with_a_fresh_sweep(db, capsys):
    swept(clock.now())
    call_command("check_sweep", "--max-age", "90")
    assert "90 秒内巡查过" in capsys.readouterr().out


def test_the_command_fails_and_names_the_table(db):
    swept(clock.now() - timedelta(seconds=91))
    with pytest.raises(CommandError, match=f"超过 90 秒没有巡查：{TABLE}") as failure:
        call_command("check_sweep", "--max-age=90")
    assert failure.value.returncode == 1


def test_a_silent_database_is_another_failure(db):
    def refuse(*_):
        raise OperationalError("connection to 10.0.0.9 refused for user center")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        with pytest.raises(CommandError, match="OperationalError") as failure:
            call_command("check_sweep")
    assert failure.value.returncode == 2
    assert "10.0.0.9" not in str(failure.value)


@pytest.mark.servers
def test_a_worker_without_work_ends_itself_to_be_started_again(production, tmp_path):
    """Nobody sends it a sweep: to it this is the same as not hearing those that are sent."""
    env = production | {"CENTER_WORKER_MAX_SILENCE": "2", "PATH": str(VENV), "LANG": "C.UTF-8"}
    log = tmp_path / "log"
    started = time.monotonic()
    with log.open("w") as output:
        command = [VENV / "celery", "-A", "command_center", "worker", "--pool=solo", "-Q", f"trial-{time.time_ns()}"]
        worker = subprocess.Popen(command, env=env, cwd=ROOT, stdout=output, stderr=output)
    try:
        worker.wait(timeout=60)
    finally:
        worker.kill()
    (told,) = re.findall("nothing swept for 2.0 s in (.+): this worker ends", log.read_text())
    assert TABLE in told.split(", ")
    assert time.monotonic() - started > 2
