from cases.models.callbacks import CallBack
from cases.models.case import GRID_SOURCES, Case, ReceivedPrecision, RequestKind, Source, Urgency
from cases.models.catalogue import CatalogueRule
from cases.models.categories import Category, CategoryScheme
from cases.models.clocks import (
    CaseClock,
    CaseClockHolding,
    CaseClockPause,
    CaseClockStretch,
    CaseEscalation,
    ClockKind,
)
from cases.models.history import CaseEvent, CaseParty, DispatchDecision
from cases.models.imports import ImportedHistory, OrderMapping
from cases.models.requester import Requester
from cases.models.standards import ClockLimit, CountsFrom, FilingStandard
from cases.models.supervision import SupervisionOrder

__all__ = [
    "GRID_SOURCES",
    "CallBack",
    "Case",
    "CaseClock",
    "CaseClockHolding",
    "CaseClockPause",
    "CaseClockStretch",
    "CaseEscalation",
    "CaseEvent",
    "CaseParty",
    "CatalogueRule",
    "Category",
    "CategoryScheme",
    "ClockKind",
    "ClockLimit",
    "CountsFrom",
    "DispatchDecision",
    "FilingStandard",
    "ImportedHistory",
    "OrderMapping",
    "ReceivedPrecision",
    "RequestKind",
    "Requester",
    "Source",
    "SupervisionOrder",
    "Urgency",
]
