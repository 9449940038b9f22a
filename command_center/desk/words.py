"""Times as people read them at the desk."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kernel.times import to_local


def duration_text(span: timedelta) -> str:
    """ "3:40" up to a day, "2天3时" beyond; late ones with a minus: "-2:10"."""
    minutes = int(abs(span.total_seconds()) // 60)
    days, rest = divmod(minutes, 24 * 60)
    sign = "-" if span < timedelta(0) else ""
    if days:
        return sign + days_pattern() % {"days": days, "hours": rest // 60}
    return f"{sign}{rest // 60}:{rest % 60:02d}"


def days_pattern() -> str:
    """Also for the page, where the time goes on (ticking.js)."""
    return _("%(days)d天%(hours)d时")


def moment_text(at: datetime, *, now: datetime) -> str:
    """ "11-05 09:12"; the year only when it is another."""
    local = to_local(at)
    return local.strftime("%m-%d %H:%M" if local.year == to_local(now).year else "%Y-%m-%d %H:%M")
