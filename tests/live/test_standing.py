"""Whether those who listen still may, asked for all of them at once."""

from datetime import timedelta

import pytest

from command_center.live.standing import standing_of, still_standing
from foundation.clock import now
from organizations.models import UserSession
from organizations.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


def test_a_telephone_number_that_nobody_can_read_ends_no_stream(town, settings):
    user = make.user(town.centre, Role.DISPATCHER, phone="13800000000")
    times = {"expire_date": now() + timedelta(days=1), "started_at": now(), "last_seen_at": now()}
    UserSession.objects.create(session_key="s", user=user, **times)
    standing = standing_of("s", user.actor)
    settings.FIELD_KEYS = {"another": bytes(32)}
    assert still_standing({standing}) == {standing}
