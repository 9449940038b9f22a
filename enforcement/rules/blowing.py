"""A whistle before it is blown: plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.rules.orders import Whereabouts

NOWHERE = Whereabouts()


@dataclass(frozen=True, slots=True)
class Leader:
    """The member of the street's leadership who decided to whistle."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One department to call, and which of its duties calls it."""

    department_id: int
    duty: str


@dataclass(frozen=True, slots=True)
class Blow:
    """What the street says. Place and category may be left to the case; `arrive_by` and `finish_by` win over the
    limits of the kind."""

    kind: str
    matter: str
    calls: tuple[Call, ...]
    leader: Leader | None = None
    whereabouts: Whereabouts = NOWHERE
    details: str = ""
    case_id: int | None = None
    category_id: int | None = None
    arrive_by: datetime | None = None
    finish_by: datetime | None = None
    attachments: tuple[UUID, ...] = ()
    is_from_public_request: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """Who comes for a department."""

    name: str
    post: str = ""
    phone: str = ""
