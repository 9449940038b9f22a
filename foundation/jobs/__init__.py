"""Work that takes longer than a request: a row in the database, found by a sweep, with progress that people can watch.

`register("import_orders", runner)` at start-up; `foundation.actions.start_job` writes the row; the sweep calls
`runner(job, progress) -> result`. A worker that dies is replaced by another, so that a runner must be able to go on
where the last checkpoint was.
"""

from foundation.jobs.errors import JobStopped
from foundation.jobs.progress import Progress
from foundation.jobs.registry import Result, Runner, register, runner_of

__all__ = ["JobStopped", "Progress", "Result", "Runner", "register", "runner_of"]
