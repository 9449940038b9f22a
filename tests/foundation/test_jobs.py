import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from foundation.actions.cancel_job import cancel_job
from foundation.actions.remove_expired_files import remove_expired_files
from foundation.actions.run_job import run_job, run_next_job
from foundation.actions.start_job import start_job
from foundation.jobs import registry
from foundation.jobs.claims import MOST_ATTEMPTS, claim, claim_next
from foundation.models import Job
from foundation.queries.jobs import jobs_of, own_job
from kernel.actors import Actor, ActorKind
from kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 3, 29, 4, tzinfo=UTC)
WANG = Actor(kind=ActorKind.USER, id="7", label="王小明", organization_id=3)
LI = Actor(kind=ActorKind.USER, id="8", label="李小红")


class Clock:
    """Stands still until it is told how far to go."""

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at

    def go(self, **length):
        self.at += timedelta(**length)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def does(monkeypatch, settings, tmp_path):
    """Names the runner of jobs of kind `count`."""
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(registry, "_runners", {})
    return lambda runner: registry.register("count", runner)


def start(upload=None, now=NOON, **facts):
    stream = io.BytesIO(upload) if upload is not None else None
    return start_job("count", title="数一数", upload=stream, actor=WANG, now=now, **facts)


def test_a_job_is_done_with_its_file_and_leaves_a_report(does, clock):
    def count(job, progress):
        progress.report_path("问题清单.xlsx").write_text("report")
        return {"bytes": len(job.input_path.read_bytes()), "base": job.options["base"]}

    does(count)
    job = start(b"abc", input_name="../../etc/工单.csv", options={"base": 10})
    assert (job.state, job.actor_key, job.organization_id) == ("waiting", "user:7", 3)
    assert job.input_path.name == "input"
    done = run_next_job(clock=clock)
    assert (done.state, done.result, done.finished_at, done.attempts) == ("done", {"bytes": 3, "base": 10}, NOON, 1)
    assert (done.report_name, done.report_path.read_text()) == ("问题清单.xlsx", "report")
    assert run_next_job(clock=clock) is None


def test_the_uploaded_file_goes_when_its_job_ends_and_the_report_stays(does, clock):
    does(lambda job, progress: {"report": progress.report_path("报告.csv").write_text("x")})
    job, given_up, waiting = start(b"a"), start(b"b"), start(b"c")
    inputs = [one.input_path for one in (job, given_up, waiting)]
    cancel_job(given_up.pk, actor=WANG, now=NOON)
    done = run_next_job(clock=clock)
    assert ([path.exists() for path in inputs], done.report_path.exists()) == ([False, False, True], True)


def test_the_uploaded_file_of_a_job_cancelled_at_work_goes_when_the_worker_stops(does, clock):
    def told_to_stop(job, progress):
        cancel_job(job.pk, actor=WANG, now=NOON)
        assert job.input_path.exists()
        progress.checkpoint({})

    does(told_to_stop)
    path = start(b"a").input_path
    assert (run_next_job(clock=clock).state, path.exists()) == ("cancelled", False)


def test_files_are_for_this_account_alone(does):
    does(lambda job, progress: {})
    folder = start(b"abc").input_path.parent
    assert [oct(path.stat().st_mode & 0o777) for path in (folder, folder.parent)] == ["0o700", "0o700"]


def test_a_broken_rule_fails_the_job_with_its_sentence(does, clock):
    def refuse(job, progress):
        raise Invalid("表头重复：编号。")

    does(refuse)
    start()
    failed = run_next_job(clock=clock)
    assert (failed.state, failed.failure, failed.finished_at) == ("failed", "表头重复：编号。", NOON)


def test_a_fault_of_the_program_shows_no_traceback(does, clock):
    def fail(job, progress):
        raise KeyError("secret")

    does(fail)
    job = start()
    assert run_job(job.pk, clock=clock).failure == f"程序出错，任务没有完成。请把任务编号 {job.pk} 告诉管理员。"


def test_a_kind_that_is_no_longer_known_fails(does, clock, monkeypatch):
    does(lambda job, progress: {})
    job = start()
    monkeypatch.setattr(registry, "_runners", {})
    assert run_job(job.pk, clock=clock).failure == "这一版程序已不能执行这类任务。"


def test_nobody_starts_what_nobody_does(does):
    with pytest.raises(ValueError, match="nobody does"):
        start()
    does(len)
    with pytest.raises(ValueError, match="two runners"):
        does(max)


def test_progress_is_written_at_most_once_a_second(does, clock, django_assert_num_queries):
    seen = []

    def count(job, progress):
        with django_assert_num_queries(3):
            for n in range(1, 26):
                progress(n, 25, note="读取中")
                seen.append(Job.objects.using("default").filter(pk=job.pk).count() if n == 0 else n)
                clock.go(milliseconds=100)
        seen[:] = Job.objects.filter(pk=job.pk).values_list("done", "total", "note")
        return {}

    does(count)
    start()
    done = run_next_job(clock=clock)
    assert seen == [(21, 25, "读取中")]
    assert (done.done, done.total) == (25, 25)


def test_another_worker_gets_nothing_while_the_heart_beats(does, clock):
    does(lambda job, progress: {})
    job = start()
    assert claim(job.pk, now=NOON).attempts == 1
    clock.go(seconds=59)
    assert [claim(job.pk, now=clock()), claim_next(now=clock())] == [None, None]


def test_a_job_whose_worker_died_goes_on_at_its_checkpoint(does, clock):
    class Killed(BaseException):
        pass

    counted = []

    def count(job, progress):
        for n in range(job.checkpoint.get("line", 0), 6):
            if n == 4 and job.attempts == 1:
                raise Killed
            counted.append(n)
            progress.checkpoint({"line": n + 1}, done=n + 1)
        return {"counted": len(counted)}

    does(count)
    start()
    with pytest.raises(Killed):
        run_next_job(clock=clock)
    clock.go(seconds=30)
    assert run_next_job(clock=clock) is None
    clock.go(seconds=30)
    again = run_next_job(clock=clock)
    assert (again.state, again.attempts, again.started_at) == ("done", 2, NOON)
    assert counted == [0, 1, 2, 3, 4, 5]


def test_a_worker_that_wakes_too_late_writes_nothing(does, clock):
    def count(job, progress):
        if job.attempts == 1:
            clock.go(seconds=61)
            assert run_next_job(clock=clock).result == {"by": 2}
            progress.checkpoint({"line": 1})
        return {"by": job.attempts}

    does(count)
    job = start()
    run_next_job(clock=clock)
    job.refresh_from_db()
    assert (job.result, job.checkpoint, job.attempts) == ({"by": 2}, {}, 2)


def test_what_is_not_checkpointed_is_undone_with_it(does, clock):
    from django.db import transaction

    def count(job, progress):
        cancel_job(job.pk, actor=WANG, now=clock())
        with transaction.atomic():
            Job.objects.filter(pk=other.pk).update(title="changed")
            try:
                progress.checkpoint({"line": 1})
            except Exception:  # as a runner does with a broken batch
                pytest.fail("a stop is no broken batch")
        return {}

    does(count)
    job, other = start(), start()
    assert run_job(job.pk, clock=clock).state == "cancelled"
    other.refresh_from_db()
    assert other.title == "数一数"


def test_a_job_that_keeps_losing_its_workers_is_given_up(does, clock):
    does(lambda job, progress: {})
    job = start()
    for _ in range(MOST_ATTEMPTS):
        assert claim(job.pk, now=clock()) is not None
        clock.go(seconds=60)
    assert claim(job.pk, now=clock()) is None
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", "执行了 20 次都中途断开，已停止。请联系管理员。")


def test_the_oldest_waits_least_and_others_wait_their_turn(does, clock, settings):
    does(lambda job, progress: {})
    second, first = start(now=NOON), start(now=NOON - timedelta(hours=1))
    assert claim_next(now=NOON).pk == first.pk
    assert claim_next(now=NOON) is None
    settings.JOBS_AT_ONCE = 2
    assert claim_next(now=NOON).pk == second.pk


def test_an_urgent_job_goes_first_and_beside_the_others(does, clock, monkeypatch):
    does(lambda job, progress: {})
    registry.register("rush", lambda job, progress: {}, is_urgent=True)
    monkeypatch.setattr(registry, "_urgent", {"rush"})
    older, newer = start(now=NOON - timedelta(hours=1)), start(now=NOON)
    first, second = (start_job("rush", title="急", actor=WANG, now=NOON) for _ in range(2))
    assert claim_next(now=NOON).pk == first.pk
    assert claim_next(now=NOON).pk == older.pk
    assert claim_next(now=NOON) is None
    Job.objects.filter(pk=first.pk).update(state="done", finished_at=NOON)
    assert claim_next(now=NOON).pk == second.pk
    assert Job.objects.get(pk=newer.pk).state == "waiting"


def test_ones_own_jobs_are_seen_and_cancelled_and_no_others(does):
    does(lambda job, progress: {})
    job = start(now=NOON)
    newer = start(now=NOON + timedelta(minutes=1))
    assert list(jobs_of(WANG)) == [newer, job]
    assert list(jobs_of(LI)) == []
    with pytest.raises(NotFound):
        own_job(job.pk, actor=LI)
    with pytest.raises(NotFound):
        cancel_job(job.pk, actor=LI, now=NOON)
    assert cancel_job(job.pk, actor=WANG, now=NOON).state == "cancelled"
    with pytest.raises(Refused):
        cancel_job(job.pk, actor=WANG, now=NOON)


def test_a_file_too_large_leaves_nothing_behind(does, monkeypatch, settings):
    does(lambda job, progress: {})
    monkeypatch.setattr("foundation.files.MOST_BYTES", 10)
    with pytest.raises(Invalid):
        start(b"x" * 11)
    assert list((settings.FILES_ROOT / "jobs").iterdir()) == []
    assert Job.objects.count() == 0


def test_files_go_when_their_time_is_over(does, clock, settings):
    does(lambda job, progress: {})
    kept, waiting = start(b"a"), start(b"b")
    run_job(kept.pk, clock=clock)
    assert remove_expired_files(now=NOON + timedelta(days=6)) == 0
    assert remove_expired_files(now=NOON + timedelta(days=7)) == 1
    kept.refresh_from_db()
    assert (kept.folder, kept.input_path) == ("", None)
    assert waiting.input_path.read_bytes() == b"b"


def test_folders_that_no_job_knows_go_after_a_day(does, settings):
    does(lambda job, progress: {})
    known = start(b"a")
    stray = settings.FILES_ROOT / "jobs" / ("0" * 32)
    stray.mkdir()
    os.utime(stray, (NOON.timestamp(), NOON.timestamp()))
    os.utime(known.input_path.parent, (NOON.timestamp(), NOON.timestamp()))
    assert remove_expired_files(now=NOON + timedelta(hours=23)) == 0
    assert remove_expired_files(now=NOON + timedelta(hours=24)) == 1
    assert (stray.exists(), known.input_path.exists()) == (False, True)
