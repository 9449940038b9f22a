"""Who is on duty in the demo: the accounts of each unit take turns, a week at a time, some weeks ahead."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from command_center.demo.accounts import accounts
from kernel.times import day_start, local_date
from organizations.models import DutyShift, User
from organizations.models.duty import DutyPost
from organizations.roles import Role

_WEEKS_AHEAD = 8
_POSTS = {
    Role.DUTY_SUPERVISOR: DutyPost.ON_DUTY,
    Role.STREET_OPERATOR: DutyPost.ON_DUTY,
    Role.DEPARTMENT_OFFICER: DutyPost.ON_DUTY,
    Role.COMMUNITY_WORKER: DutyPost.ON_DUTY,
    Role.LEADER: DutyPost.LEADER,
    Role.STREET_LEADER: DutyPost.LEADER,
}
# Who takes over where there are two.
_STAND_INS = {"zhiban": "diaodu", "gucheng": "gucheng.lingdao"}


def keep_roster(*, now: datetime) -> int:
    """Turns from this week on; run again it adds the weeks that have come. Returns how many were new."""
    known = set(DutyShift.objects.values_list("organization", "post", "starts_at"))
    new = [one for one in _shifts(now=now) if (one.organization_id, one.post, one.starts_at) not in known]
    DutyShift.objects.bulk_create(new)
    return len(new)


def _shifts(*, now: datetime) -> Iterator[DutyShift]:
    today = local_date(now)
    monday = day_start(today - timedelta(days=today.weekday()))
    people = {user.username: user for user in User.objects.filter(username__in=[a.username for a in accounts()])}
    for account in accounts():
        person, post = people.get(account.username), _POSTS.get(account.role)
        if person is None or person.organization_id is None or post is None:
            continue
        for week in range(_WEEKS_AHEAD):
            yield DutyShift(
                organization_id=person.organization_id,
                post=post,
                person=person,
                stand_in=people.get(_STAND_INS.get(account.username, "")),
                starts_at=monday + timedelta(weeks=week),
                ends_at=monday + timedelta(weeks=week + 1),
            )
