"""Cases in hand: hotline cases that the first street has signed for, and who acts on them."""

from cases.actions.contact import contact
from cases.actions.dispatch import dispatch
from cases.actions.sign import sign
from cases.models import Case, ClockLimit
from organizations.roles import Role
from tests import make
from tests.conftest import Town
from tests.make import MORNING


def dispatched(town: Town, *, now=MORNING, **facts) -> Case:
    case = make.case(sender=town.city, now=now, **({"received_at": now} | facts))
    return dispatch(case.pk, target=town.streets[0], actor=make.person(town.centre, Role.DISPATCHER), now=now)


def in_hand(town: Town, *, now=MORNING, **facts) -> Case:
    """Signed and the requester spoken with, all at once."""
    case, officer = dispatched(town, now=now, **facts), make.person(town.streets[0], Role.STREET_OPERATOR)
    sign(case.pk, actor=officer, now=now)
    return contact(case.pk, note="已约", actor=officer, now=now)


def decide_within(hours: int) -> None:
    ClockLimit.objects.create(
        clock_kind="decide", limit_value=hours, limit_kind="work_hour", counts_from="dispatched",
        valid_from="2020-01-01",
    )  # fmt: skip
