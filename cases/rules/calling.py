"""When a requester may be called: within the hours that disturb nobody."""

from datetime import datetime, time, timedelta

from kernel.times import to_local


def next_calling_moment(at: datetime, *, begins: time, ends: time) -> datetime:
    """The first moment at or after `at` between `begins` (included) and `ends` (excluded) of a day in Shanghai."""
    local = to_local(at)
    opens = local.replace(hour=begins.hour, minute=begins.minute, second=begins.second, microsecond=0)
    if local < opens:
        return opens
    return at if local.time() < ends else opens + timedelta(days=1)
