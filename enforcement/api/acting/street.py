"""What the street and the district decide about one summons, by API."""

from typing import Any

from enforcement.actions.confirm_check_in import confirm_check_in
from enforcement.actions.decide_appeal import decide_appeal
from enforcement.actions.decide_leave import decide_leave
from enforcement.actions.decide_objection import decide_objection
from enforcement.actions.note_departure import note_departure
from enforcement.actions.rate import rate
from enforcement.actions.stand_down import stand_down
from enforcement.api import bodies
from enforcement.api.acting.base import SummonsActionView


class DecideObjectionView(SummonsActionView):
    action, body = "decide_objection", bodies.DecideIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return decide_objection(key, is_upheld=data["upheld"], words=data["words"], **who)


class DecideAppealView(SummonsActionView):
    action, body = "decide_appeal", bodies.DecideIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return decide_appeal(key, is_upheld=data["upheld"], words=data["words"], **who)


class ConfirmCheckInView(SummonsActionView):
    action, body = "confirm_check_in", bodies.ConfirmCheckInIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return confirm_check_in(key, is_true=data["confirmed"], note=data["note"], **who)


class DecideLeaveView(SummonsActionView):
    action, body = "decide_leave", bodies.DecideLeaveIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return decide_leave(key, is_granted=data["granted"], words=data["words"], **who)


class NoteDepartureView(SummonsActionView):
    action, body = "note_departure", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return note_departure(key, reason=data["reason"], **who)


class StandDownView(SummonsActionView):
    action, body = "stand_down", bodies.WhyIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return stand_down(key, reason=data["reason"], **who)


class RateView(SummonsActionView):
    action, body = "rate", bodies.RateIn

    @staticmethod
    def act(key: int, data: dict[str, Any], **who: Any) -> object:
        return rate(key, **data, **who)


VIEWS: tuple[type[SummonsActionView], ...] = (
    DecideObjectionView,
    DecideAppealView,
    ConfirmCheckInView,
    DecideLeaveView,
    NoteDepartureView,
    StandDownView,
    RateView,
)
