from enforcement.models.attachments import WhistleAttachment
from enforcement.models.clocks import (
    OF_DEPARTMENT,
    SummonsClock,
    SummonsClockHolding,
    SummonsClockKind,
    SummonsClockPause,
    SummonsClockStretch,
    SummonsEscalation,
)
from enforcement.models.configuration import DutyItem, RatingItem, WhistleLimit, WhistleRules
from enforcement.models.history import SummonsEvent, WhistleEvent
from enforcement.models.objections import Objection
from enforcement.models.presence import CheckIn, Departure, SiteRecord
from enforcement.models.ratings import Feedback, Rating, RatingMark
from enforcement.models.summonses import Result, Summons
from enforcement.models.whistles import Whistle

__all__ = [
    "OF_DEPARTMENT",
    "CheckIn",
    "Departure",
    "DutyItem",
    "Feedback",
    "Objection",
    "Rating",
    "RatingItem",
    "RatingMark",
    "Result",
    "SiteRecord",
    "Summons",
    "SummonsClock",
    "SummonsClockHolding",
    "SummonsClockKind",
    "SummonsClockPause",
    "SummonsClockStretch",
    "SummonsEscalation",
    "SummonsEvent",
    "Whistle",
    "WhistleAttachment",
    "WhistleEvent",
    "WhistleLimit",
    "WhistleRules",
]
