"""A receiver that is away for a day, and one that is away for good: the clock runs, nothing is lost or out of order."""

from datetime import timedelta

import pytest
from django.test import Client

from foundation import clock
from notices.dispatcher import Dispatcher
from notices.models import Delivery
from notices.states import OPEN
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.notices.conftest import NOON, tell
from tests.notices.receiver import HERE, receiving

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _this_machine_may_be_called(settings):
    settings.WEBHOOK_NETWORKS = HERE


class Days:
    """A clock that goes from one thing to do to the next."""

    def __init__(self):
        self.now = NOON
        self.dispatcher = Dispatcher(clock=lambda: self.now)

    def run(self, until):
        """Everything that is due up to then."""
        while True:
            if not self.dispatcher.turn(patience=5.0) and not self.dispatcher.is_busy:
                later = Delivery.objects.filter(state__in=OPEN, next_try_at__gt=self.now, next_try_at__lte=until)
                due = later.order_by("next_try_at").first()
                if due is None:
                    break
                self.now = due.next_try_at
        self.now = until


@pytest.fixture
def days():
    made = Days()
    yield made
    made.dispatcher.close()


def states(**facts):
    return set(Delivery.objects.filter(**facts).values_list("state", flat=True))


def sent_in_order(receiver, subject, **facts):
    """Its messages by their first arrival, and as they were written."""
    written = [one.webhook_id for one in Delivery.objects.filter(subject_id=subject, **facts).order_by("pk")]
    return list(dict.fromkeys(one for one in receiver.ids if one in written)), written


def test_a_receiver_that_was_away_for_a_day_is_told_everything_in_order(greening, water, endpoint, days):
    is_away = [True]
    with receiving(answers=lambda path, body: 503 if is_away[0] else 204) as receiver, receiving() as living:
        endpoint(greening, receiver.url)
        endpoint(water, living.url)
        for hour in range(0, 24, 6):
            tell("a", "b", "a", audience=[greening, water], at=days.now)
            days.run(NOON + timedelta(hours=hour + 6))
        assert states(endpoint__organization=water) == {"delivered"}
        assert states(endpoint__organization=greening) == {"pending"}
        knocked = len(receiver.ids)
        is_away[0] = False
        days.run(NOON + 2 * DAY)
    assert states() == {"delivered"}
    for subject in ("a", "b"):
        arrived, written = sent_in_order(receiver, subject, endpoint__organization=greening)
        assert arrived == written
    assert len(receiver.ids) - knocked == 12  # each once, now that it listens
    assert knocked < 120  # a day's knocking at a closed door, two subjects at a time
    assert len(living.ids) == 12


def test_only_the_subject_that_it_cannot_take_waits(greening, endpoint, days):
    with receiving(answers=lambda path, body: 500 if '"id":"bad"' in body else 204) as receiver:
        endpoint(greening, receiver.url)
        tell("bad", "good", "bad", "fine", "good", audience=[greening])
        days.run(NOON + timedelta(hours=1))
        assert states(subject_id="bad") == {"pending"}
        assert states(subject_id__in=["good", "fine"]) == {"delivered"}
        assert sent_in_order(receiver, "good")[0] == sent_in_order(receiver, "good")[1]


def test_what_was_given_up_after_three_days_is_shown_and_sent_once_more(greening, endpoint, days, time_machine):
    is_away = [True]
    with receiving(answers=lambda path, body: 503 if is_away[0] else 204) as receiver:
        hook = endpoint(greening, receiver.url)
        tell("a", audience=[greening])
        days.run(NOON + 4 * DAY)
        tell("a", audience=[greening], at=days.now)
        is_away[0] = False
        days.run(NOON + 4 * DAY + timedelta(minutes=1))
        time_machine.move_to(days.now)
        deliveries = f"/api/v1/webhooks/{hook.pk}/deliveries/"
        caller = program(greening)
        later, dead = caller.get(deliveries).json()["results"]
        assert (later["state"], dead["state"], dead["status_code"]) == ("delivered", "parked", 503)
        assert "503" in dead["last_error"]
        assert caller.post(f"{deliveries}{dead['id']}/redeliver/").status_code == 202
        days.run(days.now + timedelta(minutes=1))
    assert states() == {"delivered"}
    assert receiver.ids[-1] == dead["webhook_id"] == receiver.ids[0]


def program(organization):
    admin = make.person(organization, Role.SYSTEM_ADMIN)
    scopes = ["webhooks:manage"]
    token = issue_token(organization, name="接口", scopes=scopes, actor=admin, now=clock.now()).token
    return Client(headers={"Authorization": f"Bearer {token}"})
