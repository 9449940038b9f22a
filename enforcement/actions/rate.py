"""评价部门."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from deadlines.states import ClockState
from enforcement.actions.door import open_summons
from enforcement.actions.telling import tell_department
from enforcement.actions.timing import clocks_of
from enforcement.models import Rating, RatingItem, RatingMark, Summons, SummonsClock, SummonsClockKind
from enforcement.queries.rules_now import rating_items
from enforcement.rules.rating import ON_TIME, Facts, points_by_facts
from enforcement.states import SummonsState
from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused


def rate(
    summons_id: int,
    *,
    marks: Mapping[str, int],
    veto_reason: str = "",
    remark: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Summons:
    """The street rates whom it called, item by item (街道评价权); a veto takes all points and says why (否决权).

    `marks` are the street's own, by code of the item; what facts decide on is not the street's to mark. Raises
    Invalid for missing, unknown or too many points, Refused `nothing_to_rate_by` without items in force.
    """
    opened = open_summons(summons_id, action="rate", actor=actor, now=now, expected_version=expected_version)
    with opened as (_change, part):
        items = rating_items(at=now)
        if not items:
            raise Refused(_("还没有设置评价项，请系统管理员先在后台新增。"), code="nothing_to_rate_by")
        _require_marks(items, marks)
        rating = _write(part.row, items, marks, veto_reason, remark, actor=actor, now=now)
        part.to(SummonsState.RATED, by="rate", rated_at=now)
        words = _("街道评价 %(total)d/%(out_of)d 分") % {"total": rating.total, "out_of": rating.out_of}
        if rating.is_vetoed:
            words = _("%(words)s，一票否决：%(reason)s") % {"words": words, "reason": veto_reason}
        part.event("rated", words, total=rating.total, out_of=rating.out_of, is_vetoed=rating.is_vetoed)
        tell_department(part.row, "summons.rated", words, now=now)
    return part.row


def facts_of(summons: Summons) -> Facts:
    """How late it signed and came, by its clocks as they were judged, whether it stayed, and what came of it."""
    clocks = clocks_of(summons)
    return Facts(
        signed_late=_late(clocks.get(SummonsClockKind.SIGN), summons.signed_at),
        arrived_late=_late(clocks.get(SummonsClockKind.ARRIVE), summons.checked_in_at),
        result=summons.result,
        left_early=summons.left_early,
        unjudged=_unjudged(summons, clocks),
    )


def _unjudged(summons: Summons, clocks: Mapping[str, SummonsClock]) -> frozenset[str]:
    """What was neither done nor missed when the street released the department: its clock ended unjudged, or there was
    no limit. Whoever refused is judged by all of it."""
    if summons.stood_down_at is None or summons.refused_at is not None:
        return frozenset()
    owed = {
        RatingItem.Basis.SIGNED_IN_TIME: (SummonsClockKind.SIGN, summons.signed_at),
        RatingItem.Basis.ARRIVED_IN_TIME: (SummonsClockKind.ARRIVE, summons.checked_in_at),
        RatingItem.Basis.RESULT: (SummonsClockKind.FINISH, summons.reported_at),
    }
    return frozenset(
        str(basis)
        for basis, (kind, done_at) in owed.items()
        if done_at is None and (kind not in clocks or clocks[kind].state == ClockState.CANCELLED)
    )


def _late(clock: SummonsClock | None, done_at: datetime | None) -> timedelta | None:
    """None: never done. Without a limit nobody is late; what was done before the clock began was done in time."""
    if done_at is None:
        return None
    return ON_TIME if clock is None else done_at - clock.due_at


def _require_marks(items: Sequence[RatingItem], marks: Mapping[str, int]) -> None:
    asked = {item.code: item for item in items if item.basis == RatingItem.Basis.STREET}
    errors = [
        FieldError(f"marks.{code}", "required", _("请为“%(name)s”评分。") % {"name": item.name})
        for code, item in asked.items()
        if code not in marks
    ]
    for code, points in marks.items():
        if code not in asked:
            errors.append(FieldError(f"marks.{code}", "unknown", _("此项不由街道评分。")))
        elif not 0 <= points <= asked[code].points:
            words = _("“%(name)s”须在 0 到 %(max)d 分之间。") % {"name": asked[code].name, "max": asked[code].points}
            errors.append(FieldError(f"marks.{code}", "out_of_range", words))
    if errors:
        raise Invalid(errors[0].message, errors=errors)


def _write(
    summons: Summons,
    items: Sequence[RatingItem],
    marks: Mapping[str, int],
    veto_reason: str,
    remark: str,
    *,
    actor: Actor,
    now: datetime,
) -> Rating:
    facts = facts_of(summons)
    points = {
        item: marks[item.code] if item.code in marks else points_by_facts(item.basis, item.points, facts)
        for item in items
        if item.basis not in facts.unjudged
    }
    rating = Rating.objects.create(
        summons=summons,
        total=0 if veto_reason else sum(points.values()),
        out_of=sum(item.points for item in points),
        is_vetoed=bool(veto_reason),
        veto_reason=veto_reason[:300],
        remark=remark[:500],
        rated_at=now,
        rated_by_label=actor.label,
    )
    RatingMark.objects.bulk_create(
        RatingMark(rating=rating, item=item, points=given, is_by_facts=item.code not in marks)
        for item, given in points.items()
    )
    return rating
