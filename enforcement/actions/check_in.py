"""报到."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from enforcement.actions.arriving import arrive, is_waiting
from enforcement.actions.course import Part
from enforcement.actions.door import open_summons
from enforcement.actions.objecting import withdraw_objection
from enforcement.actions.photos import attach
from enforcement.actions.sign import officer_columns
from enforcement.actions.site_code import is_site_code
from enforcement.actions.telling import tell_department, tell_office
from enforcement.models import CheckIn, Summons, Whistle, WhistleAttachment
from enforcement.queries.rules_now import whistle_rules
from enforcement.rules.arriving import accepted_at, metres_between
from enforcement.rules.blowing import Officer
from enforcement.states import NOT_YET_THERE, SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from kernel.times import due_text, require_aware

# How far a telephone's clock may be ahead of ours.
_CLOCKS_APART = timedelta(minutes=5)
# What lies further before the summons is no claim but a slip of the pen.
_BEFORE_BEING_CALLED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came, how many, when and where as they say, and how they say it; `code` is the site's QR code,
    `position_note` says why there is no point."""

    officer: Officer
    way: str = CheckIn.Way.APP
    team_size: int = 1
    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    photo: UUID | None = None
    code: str = ""
    position_note: str = ""


def check_in(
    summons_id: int, arrival: Arrival, *, actor: Actor, now: datetime, expected_version: int | None = None
) -> Summons:
    """The department is on the spot: by its own application, by the site's code, or entered by the street's desk.

    Late is computed from the accepted time: the claimed one, unless it lies too far back; then the street confirms it.
    Whoever comes unsigned has signed by coming, whoever comes objecting objects no more. Raises Refused
    `bad_site_code`, `check_in_waits`; Invalid.
    """
    at = _claimed(arrival, now=now)
    opened = open_summons(summons_id, action="check_in", actor=actor, now=now, expected_version=expected_version)
    with opened as (change, part):
        _require_way(arrival, change.whistle, actor=actor)
        _require_called(part.row, at)
        accepted = _accepted(arrival, part.row, at, now=now)
        if accepted is None and is_waiting(part.row):
            raise Refused(_("上一次报到还在等街道确认。"), code="check_in_waits")
        row = _write(arrival, part.row, at, accepted, now=now)
        _attach_photo(arrival, part, row)
        if part.row.state == SummonsState.OBJECTED:
            withdraw_objection(part, now=now)
        if part.row.state in NOT_YET_THERE:
            _come(part, arrival, at=accepted or now)
        arrive(part, now=now)
        words = _words(row, part.row, now=now)
        part.event("checked_in", words, check_in=row.pk, way=row.way, distance_metres=row.distance_metres)
        if accepted is None:
            tell_office(change.whistle, "summons.check_in_waits", words, now=now, about=part.row)
        elif arrival.way == CheckIn.Way.DESK:
            tell_department(part.row, "summons.checked_in", words, now=now)
    return part.row


def _claimed(arrival: Arrival, *, now: datetime) -> datetime:
    at, errors = require_aware(arrival.at) if arrival.at else now, []
    if at > now + _CLOCKS_APART:
        errors.append(FieldError("at", "in_the_future", _("报到时间晚于现在。")))
    if not arrival.officer.name.strip():
        errors.append(FieldError("officer.name", "required", _("请写明报到人。")))
    if arrival.team_size < 1:
        errors.append(FieldError("team_size", "too_few", _("到场人数至少为 1。")))
    if arrival.way not in CheckIn.Way.values:
        errors.append(FieldError("way", "unknown", _("没有这种报到方式。")))
    if (arrival.lon is None) != (arrival.lat is None):
        errors.append(FieldError("lat", "required", _("经纬度须同时提供。")))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
    return min(at, now)


def _require_called(summons: Summons, at: datetime) -> None:
    if at < summons.notified_at - _BEFORE_BEING_CALLED:
        message = _("报到时间比通知早一天以上，请核对。")
        raise Invalid(message, errors=[FieldError("at", "too_early", message)])


def _require_way(arrival: Arrival, whistle: Whistle, *, actor: Actor) -> None:
    """The street's desk is the street's alone; the site's code proves that somebody stood there."""
    is_desk, is_street = arrival.way == CheckIn.Way.DESK, actor.organization_id == whistle.office_id
    if is_desk != is_street:
        raise Refused(_("街道代报只能由吹哨街道办理，部门请用应用或现场码。"), code="wrong_way")
    if arrival.way == CheckIn.Way.QR and not is_site_code(whistle, arrival.code):
        raise Refused(_("现场码不是这个哨的，请重新扫码。"), code="bad_site_code")


def _accepted(arrival: Arrival, summons: Summons, at: datetime, *, now: datetime) -> datetime | None:
    """What the street itself enters needs no confirmation, but nobody arrived before being called."""
    if arrival.way == CheckIn.Way.DESK:
        return max(at, summons.notified_at)
    minutes = whistle_rules(at=now).check_in_minutes
    return accepted_at(at, received_at=now, notified_at=summons.notified_at, minutes=minutes)


def _write(arrival: Arrival, summons: Summons, at: datetime, accepted: datetime | None, *, now: datetime) -> CheckIn:
    return CheckIn.objects.create(
        summons=summons,
        person_name=arrival.officer.name[:40],
        person_post=arrival.officer.post[:40],
        team_size=arrival.team_size,
        way=arrival.way,
        claimed_at=at,
        received_at=now,
        accepted_at=accepted,
        lon=arrival.lon,
        lat=arrival.lat,
        distance_metres=_distance(arrival, summons.whistle),
        position_note=arrival.position_note[:60],
    )


def _attach_photo(arrival: Arrival, part: Part, row: CheckIn) -> None:
    if arrival.photo is None:
        return
    role = WhistleAttachment.Role.CHECK_IN
    (link,) = attach(part, [arrival.photo], role=role, field="photo", check_in=row)
    if not link.attachment.is_image:
        message = _("报到照片须为图片。")
        raise Invalid(message, errors=[FieldError("photo", "not_a_picture", message)])


def _distance(arrival: Arrival, whistle: Whistle) -> int | None:
    if arrival.lon is None or arrival.lat is None or whistle.lon is None or whistle.lat is None:
        return None
    return metres_between(arrival.lon, arrival.lat, whistle.lon, whistle.lat)


def _come(part: Part, arrival: Arrival, *, at: datetime) -> None:
    """The first check-in signs too, for whoever did not before."""
    if part.row.signed_at is None:
        part.set(signed_at=at, **officer_columns(arrival.officer))
    part.to(SummonsState.CHECKED_IN, by="check_in")


def _words(row: CheckIn, summons: Summons, *, now: datetime) -> str:
    told = {
        "department": summons.department,
        "person": f"{row.person_post}{row.person_name}",
        "n": row.team_size,
        "at": due_text(row.claimed_at, now=now),
        "way": row.get_way_display(),
    }
    words = _("%(department)s %(person)s 等 %(n)d 人 %(at)s 报到（%(way)s）") % told
    if row.distance_metres is not None:
        words = _("%(words)s，距现场 %(m)d 米") % {"words": words, "m": row.distance_metres}
    if row.position_note:
        words = _("%(words)s，未定位：%(why)s") % {"words": words, "why": row.position_note}
    return words if row.accepted_at else _("%(words)s，所报时间待街道确认") % {"words": words}
