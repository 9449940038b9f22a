"""A whistle that repeats an earlier one: linked, counted, and taken up to the district when it is one too many."""

from django.db import connection
from django.utils.translation import gettext as _

from enforcement.actions.course import Part
from enforcement.actions.telling import tell_district
from enforcement.models import Whistle
from enforcement.queries.repeats import earlier_whistle, times_repeated


def count_repeat(whistle: Whistle, repeat_of: Whistle | None, *, days: int) -> None:
    """Links the new whistle, not yet saved, with the one it repeats, named by the street or found, and counts on over
    all that is about the same, whichever of them was named."""
    earlier = repeat_of or earlier_whistle(whistle, days=days)
    if earlier is not None:
        _one_at_a_time(whistle.office_id)
        whistle.repeat_of, whistle.repeat_count = earlier, times_repeated(whistle, earlier, days=days) + 1


def _one_at_a_time(office_id: int) -> None:
    """A street's repeats one after another, to the end of the transaction: two at once would not count each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"repeat:{office_id}"])


def go_up(head: Part) -> None:
    """The same matter again and again: the district supervises by itself."""
    whistle = head.row
    told = {"earlier": whistle.repeat_of.number, "n": whistle.repeat_count}
    words = _("第 %(n)d 次重复吹哨（上一次 %(earlier)s），自动报区督办") % told
    head.set(is_supervised=True)
    head.event("supervised", words, repeat_count=whistle.repeat_count)
    tell_district(whistle, "whistle.supervised", words, now=head.now)
