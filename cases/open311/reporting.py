"""A report of Open311 as the plain order that `receive` takes."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from cases.models import RequestKind, Source, Urgency
from cases.open311.services import Service
from cases.rules.orders import Caller, Order, Whereabouts

# Marks the cases that may be listed; the stamp that follows makes a span of days one range of the unique index.
PREFIX = "open311-"
TITLE_LENGTH = 40
_CHINESE = re.compile(r"[一-鿿]")


def order_of(report: dict[str, Any], *, service: Service, now: datetime) -> Order:
    """The standard has no number of the sender's own, so each report gets a fresh one."""
    words = " ".join(report["description"].split())
    return Order(
        order_no=f"{PREFIX}{stamp(now)}-{uuid.uuid4().hex[:20]}",
        source=Source.CITIZEN,
        received_at=now,
        request_kind=RequestKind.HELP,
        urgency=Urgency.GENERAL,
        title=words[:TITLE_LENGTH] or service.name,
        content=report["description"] or service.name,
        category_code=service.code,
        # The field for a contact address rests encrypted; `extra` does not.
        caller=Caller(name=_name(report), phone=report["phone"], address=report["email"]),
        whereabouts=Whereabouts(address=report["address_string"], lon=report["long"], lat=report["lat"]),
        extra={"channel": "open311"} | ({"media_url": report["media_url"]} if report["media_url"] else {}),
    )


def stamp(moment: datetime) -> str:
    """An instant of UTC in digits, so that numbers sort by it."""
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S%f}"


def _name(report: dict[str, Any]) -> str:
    """Family name first where it is written in Chinese."""
    first, last = report["first_name"], report["last_name"]
    return f"{last}{first}" if _CHINESE.search(first + last) else f"{first} {last}".strip()
