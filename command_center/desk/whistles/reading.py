"""The whistle and the summons of an address, with what their pages show."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cases.queries.visibility import visible_to
from enforcement.models import Departure, Feedback, RatingMark, Summons, Whistle
from enforcement.queries.visibility import summonses_visible_to, whistles_visible_to
from kernel.actors import Actor
from kernel.errors import NotFound
from organizations.permissions import may

_OF_WHISTLE = ("office", "case", "category", "street", "community", "unit_grid", "repeat_of")
_SHAPES = ("street__shape", "community__shape", "unit_grid__shape", "case__search")
_OBJECTION = ("objection", "objection__proposed")


def visible_whistle(number: str, *, actor: Actor) -> Whistle:
    """With `repeated_by`, the numbers of those that repeat it as far as the actor sees them, `sees_earlier` and
    `sees_case`. NotFound for what is not there or not the actor's."""
    again = whistles_visible_to(actor).filter(repeat_of=OuterRef("pk")).order_by("id").values("number")
    seen = {
        "repeated_by": ArraySubquery(again),
        "sees_earlier": Exists(whistles_visible_to(actor).filter(pk=OuterRef("repeat_of"))),
        "sees_case": Exists(visible_to(actor).filter(pk=OuterRef("case")))
        if may(actor, "cases.read")
        else Value(False),
    }
    rows = whistles_visible_to(actor).select_related(*_OF_WHISTLE).defer(*_SHAPES)
    found = rows.annotate(**seen).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这个哨，或不在贵单位可见范围内。"))
    return found


def visible_summons(number: str, *, actor: Actor) -> Summons:
    """With its whistle, its department and its objection."""
    rows = summonses_visible_to(actor).select_related("whistle__office", "department", *_OBJECTION)
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这张哨单，或不在贵单位可见范围内。"))
    return found


def summonses_of(whistle: Whistle, *, actor: Actor) -> list[Summons]:
    """Those the actor sees, in the order they were called, each with what `for_lines` adds."""
    rows = for_lines(summonses_visible_to(actor).filter(whistle=whistle)).order_by("id")
    found = list(rows)
    for summons in found:
        summons.whistle = whistle
    return found


def for_lines(summonses: QuerySet[Summons]) -> QuerySet[Summons]:
    """With what a department's line shows, in one statement: `marks`, `feedbacks` and `left` as plain values."""
    marks = RatingMark.objects.filter(rating__summons=OuterRef("pk")).order_by("item__place", "id")
    said = Feedback.objects.filter(whistle=OuterRef("whistle"), department=OuterRef("department"))
    left = Departure.objects.filter(summons=OuterRef("pk")).order_by("id")
    stars = {name: name for name in ("necessity", "information", "coordination", "remark")}
    return summonses.select_related("department", "rating", *_OBJECTION).annotate(
        marks=ArraySubquery(marks.values(json=JSONObject(name="item__name", points="points", out_of="item__points"))),
        feedbacks=ArraySubquery(said.values(json=JSONObject(**stars))),
        left=ArraySubquery(left.values(json=JSONObject(state="state", at="at", reason="reason", answer="answer"))),
    )
