"""What hangs on a whistle and its summonses, read in so many statements however many departments are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, Q

from enforcement.models import (
    CheckIn,
    Departure,
    Feedback,
    RatingMark,
    SiteRecord,
    Summons,
    SummonsClock,
    Whistle,
    WhistleAttachment,
)
from kernel.actors import Actor
from organizations.visibility import scope_of

Row = TypeVar("Row", bound=Model)
Grouped = Mapping[int | None, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Around:
    """Each by the key of the summons; of the photos, those under None came with the whistle itself."""

    clocks: Grouped[SummonsClock]
    check_ins: Grouped[CheckIn]
    records: Grouped[SiteRecord]
    departures: Grouped[Departure]
    marks: Grouped[RatingMark]
    photos: Grouped[WhistleAttachment]


def around(summonses: Sequence[Summons], whistle: Whistle | None = None) -> Around:
    """Six statements. With the whistle its own photos come along."""
    ids = [one.pk for one in summonses]
    mine = Q(summons__in=ids)
    marks = RatingMark.objects.filter(rating__summons__in=ids).select_related("item")
    of_whistles = {one.whistle_id for one in summonses} | ({whistle.pk} if whistle is not None else set())
    photos = WhistleAttachment.objects.filter(whistle__in=of_whistles)
    photos = photos.filter(mine | Q(summons=None) if whistle is not None else mine)
    return Around(
        clocks=_by_summons(SummonsClock.objects.filter(mine).order_by("pk")),
        check_ins=_by_summons(CheckIn.objects.filter(mine)),
        records=_by_summons(SiteRecord.objects.filter(mine)),
        departures=_by_summons(Departure.objects.filter(mine)),
        marks=_by_summons(marks.annotate(summons_id=F("rating__summons"))),
        photos=_by_summons(photos.select_related("attachment")),
    )


def feedbacks_of(whistle: Whistle, *, actor: Actor) -> list[Feedback]:
    """The street and the centre hear what every department thinks of the whistle, a department reads its own."""
    scope = scope_of(actor)
    rows = Feedback.objects.filter(whistle=whistle).select_related("department")
    if not scope.all and whistle.office_id not in scope.organization_ids:
        rows = rows.filter(department__in=scope.organization_ids)
    return list(rows)


def _by_summons(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    grouped: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.summons_id].append(row)
    return grouped
