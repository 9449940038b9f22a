"""The requester as others may see it: masked, and hidden from the handling unit when the order is secret."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from cases.models import Case, CaseParty, Requester
from cases.queries.visibility import visible_to
from cases.rules.orders import Caller
from cases.rules.veiling import veil_value
from cases.states import WITH_UNIT
from foundation.rows import Columns
from kernel.actors import Actor
from kernel.texts import mask_name, mask_phone
from organizations.permissions import may
from organizations.secrets import phone_hash, phone_tail_hash
from organizations.visibility import scope_of

# Whoever leads or assists has the case in hand; who supervises looks on.
_HANDLING = (CaseParty.Part.LEAD, CaseParty.Part.ASSISTING)


def masked_requester(case: Case, *, actor: Actor) -> dict[str, Any]:
    """Name and telephone masked; of a secret order nothing but that it is secret, unless the centre asks."""
    return masked(Requester.objects.filter(case=case).first(), actor=actor)


def masked(requester: Requester | None, *, actor: Actor) -> dict[str, Any]:
    """`masked_requester` of a row at hand."""
    sees_secret = requester is not None and requester.is_secret and scope_of(actor).all
    return masked_for(requester, sees_secret=sees_secret)


def masked_for(requester: Requester | None, *, sees_secret: bool) -> dict[str, Any]:
    """`masked` for many rows: whether their reader sees who asked in secret is asked once."""
    if requester is None:
        return {"name": "", "phone": "", "is_secret": False}
    if requester.is_secret and not sees_secret:
        return {"name": "", "phone": "", "is_secret": True}
    return {
        "name": mask_name(requester.name or ""),
        "phone": mask_phone(requester.phone or ""),
        "is_secret": requester.is_secret,
    }


def veiled_words(case: Case, data: dict[str, Any]) -> dict[str, Any]:
    """What somebody typed about the case, without numbers and without the requester's name."""
    return veiled_for(case.pk, data)


def veiled_for(case_id: int, data: dict[str, Any]) -> dict[str, Any]:
    """`veiled_words` for whoever has the key alone."""
    if not any(isinstance(value, str | dict) and value for value in data.values()):
        return data
    caller = _caller(case_id)
    return {name: veil_value(value, caller) if isinstance(value, str | dict) else value for name, value in data.items()}


def _caller(case_id: int) -> Caller:
    """Written out: it is asked with every word that somebody types."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [case_id])
        row = cursor.fetchone()
    if row is None:
        return Caller()
    requester = _COLUMNS.from_row(row)
    return Caller(name=requester.name or "", phone=requester.phone or "")


_COLUMNS = Columns(Requester, "address", "words")
_FIND = f"SELECT {_COLUMNS.of('r')} FROM {_COLUMNS.table} AS r WHERE r.case_id = %s"  # noqa: S608 - names alone


def has_in_hand(case: Case, *, actor: Actor) -> bool:
    """Whether the actor's organization handles the case now: it leads or assists, and has not handed in its answer. A
    follower is in hand as its main case is: its requester must be spoken with too."""
    if actor.organization_id is None or case.state_of_work not in WITH_UNIT:
        return False
    return case.parties.filter(organization=actor.organization_id, part__in=_HANDLING).exists()


def may_reveal(case: Case, *, actor: Actor) -> bool:
    """Whether a reveal is worth offering; the action decides by the same rules."""
    if not may(actor, "cases.reveal"):
        return False
    if scope_of(actor).all:
        return True
    is_secret = Requester.objects.filter(case=case, is_secret=True).exists()
    return not is_secret and has_in_hand(case, actor=actor)


def of_number(number: str, *, actor: Actor) -> QuerySet[Case]:
    """The cases of this number that the actor may see; of secret orders the centre alone learns that they are one's."""
    return _of(actor, phone_hash=phone_hash(number))


def of_tail(digits: str, *, actor: Actor) -> QuerySet[Case]:
    """`of_number` for its last four digits; narrow it further."""
    return _of(actor, phone_tail_hash=phone_tail_hash(digits))


def others_of(case: Case, *, actor: Actor) -> QuerySet[Case]:
    """The other cases of the number behind this one; none where no number is known."""
    key = Requester.objects.filter(case=case).values_list("phone_hash", flat=True).first()
    return _of(actor, phone_hash=key).exclude(pk=case.pk) if key else Case.objects.none()


def _of(actor: Actor, **hashed: str) -> QuerySet[Case]:
    found = visible_to(actor).filter(**{f"requester__{name}": value for name, value in hashed.items()})
    return found if scope_of(actor).all else found.filter(requester__is_secret=False)
