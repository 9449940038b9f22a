"""Who hears of a rung at an instant: recipients resolved through the organization tree and the duty rosters."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deadlines.recipients import Recipient
from organizations.duty import OnDuty, Rosters, holders_of, on_duty
from organizations.models import DutyPost, Organization
from organizations.queries import superiors_of
from organizations.roles import Role

_NEED_SUPERIOR = {Recipient.SUPERIOR, Recipient.SUPERIOR_DUTY}
# Of the holder itself: on its roster as what.
_AT_HOLDER: Mapping[Recipient, DutyPost] = {
    Recipient.HOLDER_DUTY: DutyPost.ON_DUTY,
    Recipient.HOLDER_LEADER: DutyPost.LEADER,
}
_NEED_ROSTER = {*_AT_HOLDER, Recipient.SUPERIOR_DUTY, Recipient.SUPERVISION, Recipient.LEADER}
# At the centre: on the roster as what, and who else when nobody is.
_AT_CENTRE: Mapping[Recipient, tuple[DutyPost, Role]] = {
    Recipient.SUPERVISION: (DutyPost.ON_DUTY, Role.DUTY_SUPERVISOR),
    Recipient.LEADER: (DutyPost.LEADER, Role.LEADER),
}


@dataclass(frozen=True, slots=True)
class Hearer:
    """An organization, or one person of it."""

    organization_id: int
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Who hears, each once; `unheard` are recipients for whom somebody should be there and nobody is."""

    hearers: tuple[Hearer, ...]
    unheard: tuple[Recipient, ...]


@dataclass(frozen=True)
class Hearers:
    """What is needed to resolve the recipients of many rungs without asking again."""

    centre_id: int | None
    superiors: Mapping[int, int]
    rosters: Rosters
    at_centre: Mapping[Recipient, Sequence[OnDuty]] = field(default_factory=dict)

    def of(self, holder: Organization, recipients: Iterable[Recipient]) -> Found:
        found: list[Hearer] = []
        unheard: list[Recipient] = []
        for recipient in recipients:
            there = list(self._resolve(holder, recipient))
            found += there
            if not there and self._is_missed(holder, recipient):
                unheard.append(recipient)
        return Found(tuple(dict.fromkeys(found)), tuple(unheard))

    def _resolve(self, holder: Organization, recipient: Recipient) -> Iterator[Hearer]:
        superior = self.superiors.get(holder.pk)
        if recipient == Recipient.HOLDER and holder.is_active:
            yield Hearer(holder.pk)
        elif recipient == Recipient.SUPERIOR and superior is not None:
            yield Hearer(superior)
        elif recipient in _AT_CENTRE:
            yield from _people(self.at_centre.get(recipient, ()))
        elif recipient in _AT_HOLDER:
            yield from _people(self.rosters.at(holder.pk, _AT_HOLDER[recipient]))
        elif recipient == Recipient.SUPERIOR_DUTY and superior is not None:
            yield from _people(self.rosters.at(superior, DutyPost.ON_DUTY))

    def _is_missed(self, holder: Organization, recipient: Recipient) -> bool:
        """Whether finding nobody is worth an alarm: an organization that keeps no roster hears as a whole, and the
        centre has nobody above it."""
        superior = self.superiors.get(holder.pk)
        if recipient == Recipient.SUPERIOR:
            return holder.pk != self.centre_id
        if recipient in _AT_HOLDER:
            return self.rosters.has_gap(holder.pk, _AT_HOLDER[recipient])
        if recipient == Recipient.SUPERIOR_DUTY:
            return superior is not None and self.rosters.has_gap(superior, DutyPost.ON_DUTY)
        return True


def hearers_for(holder_ids: Collection[int], recipients: Collection[Recipient], *, at: datetime) -> Hearers:
    """Asks for what these recipients need, in at most seven statements however many rungs. The centre is always asked
    for: it hears where nobody else is found."""
    asked = set(recipients)
    centre_id = active_centre()
    superiors = superiors_of(holder_ids) if asked & _NEED_SUPERIOR else {}
    places = {*holder_ids, *superiors.values(), *({centre_id} if centre_id else ())}
    rosters = on_duty(places, at=at) if asked & _NEED_ROSTER else Rosters({}, frozenset())
    at_centre = {r: _of_centre(r, centre_id, rosters) for r in _AT_CENTRE if r in asked and centre_id is not None}
    return Hearers(centre_id, superiors, rosters, at_centre)


def active_centre() -> int | None:
    centres = Organization.objects.filter(kind=Organization.Kind.DISTRICT_CENTRE, is_active=True)
    return centres.values_list("pk", flat=True).first()


def _of_centre(recipient: Recipient, centre_id: int, rosters: Rosters) -> Sequence[OnDuty]:
    """Whoever is on the centre's roster, else everybody who holds the role."""
    post, role = _AT_CENTRE[recipient]
    return rosters.at(centre_id, post) or holders_of(role, centre_id)


def _people(there: Iterable[OnDuty]) -> Iterator[Hearer]:
    return (Hearer(one.organization_id, one.user_id) for one in there)
