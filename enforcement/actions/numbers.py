"""哨号: the day and a sequence of the database; gaps are allowed, no counter row waits for anybody."""

from datetime import datetime

from django.db import connection

from enforcement.models import Whistle
from kernel.times import local_date


def next_number(*, now: datetime) -> str:
    """ "S20261124-000001" """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('whistle_no_sequence')")
        (drawn,) = cursor.fetchone()
    return f"{Whistle.LETTER}{local_date(now):%Y%m%d}-{drawn:06d}"


def summons_number(whistle: Whistle, nth: int) -> str:
    """ "S20261124-000001-07" """
    return f"{whistle.number}-{nth:02d}"
