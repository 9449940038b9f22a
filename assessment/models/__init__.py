from assessment.models.adjustments import Adjustment
from assessment.models.history import SettlementEvent
from assessment.models.manual import ManualInput
from assessment.models.objections import ExclusionReason, Objection
from assessment.models.publications import Publication
from assessment.models.runs import Fact, Run, RunItem
from assessment.models.schemes import Scheme, SchemeGroup, SchemeItem
from assessment.models.scores import Score, ScoreAdjustment, ScoreItem
from assessment.models.settlements import Period, Settlement
from assessment.models.subjects import Subject

__all__ = [
    "Adjustment",
    "ExclusionReason",
    "Fact",
    "ManualInput",
    "Objection",
    "Period",
    "Publication",
    "Run",
    "RunItem",
    "Scheme",
    "SchemeGroup",
    "SchemeItem",
    "Score",
    "ScoreAdjustment",
    "ScoreItem",
    "Settlement",
    "SettlementEvent",
    "Subject",
]
