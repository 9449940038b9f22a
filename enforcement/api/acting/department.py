"""What a department does with its summons, by API."""

from typing import Any

from enforcement.actions.appeal import appeal
from enforcement.actions.check_in import Arrival, check_in
from enforcement.actions.contact import contact
from enforcement.actions.leave import leave
from enforcement.actions.object_to import object_to
from enforcement.actions.record import record
from enforcement.actions.refuse import refuse
from enforcement.actions.report import report
from enforcement.actions.sign import sign
from enforcement.api import bodies
from enforcement.api.acting.base import SummonsActionView
from enforcement.api.reading_in import officer_of, organization_of


class SignView(SummonsActionView):
    action, body = "sign", bodies.SignIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return sign(key, officer=officer_of(data["officer"]), eta=data["eta"], **who)


class ContactView(SummonsActionView):
    action, body = "contact", bodies.ContactStreetIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return contact(key, note=data["note"], **who)


class ObjectView(SummonsActionView):
    action, body = "object", bodies.ObjectIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        code = data["proposed_organization"]
        proposed_id = organization_of(code, field="proposed_organization").pk if code else None
        said = {name: data[name] for name in ("reason", "basis", "attachments")}
        return object_to(key, proposed_id=proposed_id, **said, **who)


class AppealView(SummonsActionView):
    action, body = "appeal", bodies.AppealIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return appeal(key, reason=data["reason"], **who)


class RefuseView(SummonsActionView):
    action, body = "refuse", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return refuse(key, reason=data["reason"], **who)


class CheckInView(SummonsActionView):
    """By the department's own application or by the site's code; by `desk` it is the street's."""

    action, body = "check_in", bodies.CheckInIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        arrival = Arrival(**{**data, "officer": officer_of(data["officer"])})
        return check_in(key, arrival, **who)


class RecordView(SummonsActionView):
    action, body = "record", bodies.RecordIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return record(key, **data, **who)


class LeaveView(SummonsActionView):
    action, body = "leave", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return leave(key, reason=data["reason"], **who)


class ReportView(SummonsActionView):
    action, body = "report", bodies.ReportIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return report(key, **data, **who)


VIEWS: tuple[type[SummonsActionView], ...] = (
    SignView,
    ContactView,
    ObjectView,
    AppealView,
    RefuseView,
    CheckInView,
    RecordView,
    LeaveView,
    ReportView,
)
