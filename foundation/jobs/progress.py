"""What a runner holds: a way to say how far it is, to keep its place, and to learn that it should stop."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from foundation.files import file_of
from foundation.jobs.errors import JobStopped
from foundation.models import Job
from foundation.states import JobState

EVERY = timedelta(seconds=1)


class Progress:
    """The hold that one attempt has on one job. Every write asks that job and attempt are still the same, so that a
    worker which was given up for dead can write nothing when it wakes."""

    def __init__(self, job: Job, *, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._written_at: datetime | None = None
        self.now = clock
        self.report_name = job.report_name

    def __call__(self, done: int, total: int | None = None, *, note: str | None = None) -> None:
        """Call it as often as you like: written at most once a second. Raises JobStopped."""
        self._job.done = done
        self._job.total = total if total is not None else self._job.total
        self._job.note = note if note is not None else self._job.note
        now = self.now()
        if self._written_at is None or now - self._written_at >= EVERY:
            self._write(now)

    def checkpoint(self, place: Mapping[str, Any], *, done: int | None = None, note: str | None = None) -> None:
        """Keeps `place` as `job.checkpoint`, at once and in the open transaction: what was done and how far it got
        are committed together, and the next attempt begins there. Raises JobStopped."""
        self._job.checkpoint = dict(place)
        self._job.done = done if done is not None else self._job.done
        self._job.note = note if note is not None else self._job.note
        self._write(self.now(), checkpoint=self._job.checkpoint)

    def report_path(self, name: str) -> Path:
        """Where to write the file that people may download under this name once the job has ended."""
        self.report_name = name
        return file_of(self._job.folder, "report")

    def _write(self, now: datetime, **columns: Any) -> None:
        job = self._job
        self._written_at = now
        self.hold(beat_at=now, done=job.done, total=job.total, note=job.note[:200], **columns)

    def hold(self, **columns: Any) -> None:
        """Writes the columns if the job is still this attempt's, else raises JobStopped."""
        mine = Job.objects.filter(pk=self._job.pk, state=JobState.RUNNING, attempts=self._job.attempts)
        if not mine.update(**columns):
            raise JobStopped(f"job {self._job.pk}, attempt {self._job.attempts}")
