class JobStopped(BaseException):
    """The job is no longer this worker's: cancelled, or taken over after a silence. Let it through: it undoes the
    open transaction, and nothing more is written to the job.

    Not an `Exception`: a runner that tries a broken batch again row by row must not take it for a broken row."""
