from cases.models.alerts import AlertWord, CaseAlert
from cases.models.applications import CaseApplication
from cases.models.attachments import CaseAttachment
from cases.models.callbacks import CallBack
from cases.models.case import GRID_SOURCES, Case, Closing, ReceivedPrecision, RequestKind, Source, Urgency
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
from cases.models.handling_rules import HandlingRules
from cases.models.history import CaseEvent, CaseParty, DispatchDecision
from cases.models.imports import ImportedHistory, OrderMapping
from cases.models.relations import CaseLink, CaseMerge, CaseRelation, RelationCursor
from cases.models.requester import Requester
from cases.models.standards import ClockLimit, CountsFrom, FilingStandard
from cases.models.supervision import SupervisionOrder
from cases.models.tasks import CaseTask

__all__ = [
    "GRID_SOURCES",
    "AlertWord",
    "CallBack",
    "Case",
    "CaseAlert",
    "CaseApplication",
    "CaseAttachment",
    "CaseClock",
    "CaseClockHolding",
    "CaseClockPause",
    "CaseClockStretch",
    "CaseEscalation",
    "CaseEvent",
    "CaseLink",
    "CaseMerge",
    "CaseParty",
    "CaseRelation",
    "CaseTask",
    "CatalogueRule",
    "Category",
    "CategoryScheme",
    "ClockKind",
    "ClockLimit",
    "Closing",
    "CountsFrom",
    "DispatchDecision",
    "FilingStandard",
    "HandlingRules",
    "ImportedHistory",
    "OrderMapping",
    "ReceivedPrecision",
    "RelationCursor",
    "RequestKind",
    "Requester",
    "Source",
    "SupervisionOrder",
    "Urgency",
]
