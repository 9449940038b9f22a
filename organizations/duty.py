"""Who is on duty where, at an instant, and what is wrong with the rosters ahead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from organizations.models import DutyAbsence, DutyShift, Organization, RoleGrant, User
from organizations.roles import Role
from organizations.rosters import Gap, Overlap, Turn, gaps, overlaps

# An organization keeps a roster when it had a turn within this time: one that ran out is missed, one given up is not.
_KEPT_FOR = timedelta(days=90)
_LOOKED_AHEAD = timedelta(days=14)
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person who hears what comes in now, in an organization of his own."""

    user_id: int
    organization_id: int
    is_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Rosters:
    """Of each (organization, post): who is on duty, and whether a roster is kept there at all."""

    people: Mapping[Place, tuple[OnDuty, ...]]
    kept: frozenset[Place]

    def at(self, organization_id: int, post: str) -> tuple[OnDuty, ...]:
        """Empty where nobody is on duty, be it that no roster is kept, or that it has a gap."""
        return self.people.get((organization_id, str(post)), ())

    def has_gap(self, organization_id: int, post: str) -> bool:
        """A roster is kept, and nobody on it is there now."""
        place = (organization_id, str(post))
        return place in self.kept and not self.people.get(place)


def on_duty(organizations: Iterable[int], *, at: datetime) -> Rosters:
    """Who is on duty for these organizations at the instant, in three statements however many there are.

    The stand-in takes over from whoever has no account any more, has moved to another organization or is absent.
    """
    asked = set(organizations)
    shifts = DutyShift.objects.filter(organization__in=asked, is_active=True)
    current = list(shifts.filter(starts_at__lte=at, ends_at__gt=at).select_related("person", "stand_in"))
    away = _absent((user for shift in current for user in (shift.person, shift.stand_in) if user), at=at)
    people: dict[Place, list[OnDuty]] = defaultdict(list)
    for shift in sorted(current, key=lambda one: one.starts_at):
        people[(shift.organization_id, shift.post)] += _present(shift, away)
    kept = shifts.filter(ends_at__gt=at - _KEPT_FOR).order_by().values_list("organization", "post").distinct()
    return Rosters({place: tuple(there) for place, there in people.items()}, frozenset(kept))


def _absent(users: Iterable[User], *, at: datetime) -> set[int]:
    away = DutyAbsence.objects.filter(person__in={user.pk for user in users}, starts_at__lte=at, ends_at__gt=at)
    return set(away.values_list("person", flat=True))


def _present(shift: DutyShift, away: Collection[int]) -> Iterator[OnDuty]:
    for user in (shift.person, shift.stand_in):
        if user and user.is_active and user.organization_id == shift.organization_id and user.pk not in away:
            yield OnDuty(user.pk, shift.organization_id, is_stand_in=user is not shift.person)
            return


def holders_of(role: Role, organization_id: int) -> list[OnDuty]:
    """Everybody of the organization who may sign in and holds the role, in one statement."""
    grants = RoleGrant.objects.filter(role=role, user__is_active=True, user__organization=organization_id)
    return [OnDuty(user, organization_id) for user in grants.order_by("user").values_list("user", flat=True)]


@dataclass(frozen=True, slots=True)
class RosterFlaws:
    """What is wrong with one roster in the time ahead."""

    organization: Organization
    post: str
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]


def roster_flaws(*, now: datetime) -> list[RosterFlaws]:
    """The rosters that are kept and have a gap within the next two weeks, or turns over each other from now on."""
    ahead = DutyShift.objects.filter(is_active=True, ends_at__gt=now - _KEPT_FOR, organization__is_active=True)
    by_roster: dict[tuple[Organization, str], list[DutyShift]] = defaultdict(list)
    for shift in _named(ahead):
        by_roster[(shift.organization, shift.post)].append(shift)
    found = [_flaws(organization, post, shifts, now=now) for (organization, post), shifts in by_roster.items()]
    return [one for one in found if one.gaps or one.overlaps]


def _named(shifts: QuerySet[DutyShift]) -> QuerySet[DutyShift]:
    return shifts.select_related("organization", "person").order_by("organization__code", "post", "starts_at")


def _flaws(organization: Organization, post: str, shifts: Sequence[DutyShift], *, now: datetime) -> RosterFlaws:
    turns = [Turn(one.starts_at, one.ends_at, str(one.person)) for one in shifts if one.ends_at > now]
    return RosterFlaws(
        organization=organization,
        post=post,
        gaps=tuple(gaps(turns, since=now, until=now + _LOOKED_AHEAD)),
        overlaps=tuple(overlaps(turns)),
    )
