from datetime import datetime

from kernel.times import to_local


def instant(at: datetime | None) -> str | None:
    """ISO 8601 with the offset of Asia/Shanghai."""
    return to_local(at).isoformat() if at is not None else None
