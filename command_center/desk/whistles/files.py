"""Photos and documents of a whistle's page, each where it belongs, in one statement."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from enforcement.models import Summons, Whistle, WhistleAttachment
from foundation.models import Attachment


def _grouped() -> defaultdict[int | None, list[Attachment]]:
    return defaultdict(list)


@dataclass(slots=True)
class Files:
    """By the key of the check-in, of the record, and of the summons for what came with an objection or a report."""

    of_whistle: list[Attachment] = field(default_factory=list)
    check_ins: defaultdict[int | None, list[Attachment]] = field(default_factory=_grouped)
    records: defaultdict[int | None, list[Attachment]] = field(default_factory=_grouped)
    summonses: defaultdict[int | None, list[Attachment]] = field(default_factory=_grouped)


def files_of(whistle: Whistle, summonses: Collection[Summons]) -> Files:
    """Those that came with the whistle itself, and with these of its summonses."""
    seen = Q(summons=None) | Q(summons__in=[one.pk for one in summonses])
    found = Files()
    for link in WhistleAttachment.objects.filter(seen, whistle=whistle).select_related("attachment").order_by("id"):
        rooms = {
            WhistleAttachment.Role.CHECK_IN: found.check_ins[link.check_in_id],
            WhistleAttachment.Role.RECORD: found.records[link.record_id],
            WhistleAttachment.Role.BLOWN: found.of_whistle,
        }
        rooms.get(WhistleAttachment.Role(link.role), found.summonses[link.summons_id]).append(link.attachment)
    return found
