"""What each action writes, in memory (`cases.actions` is the original, function by function)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.actions.callback import Answers, said
from cases.actions.calling import call_moment
from cases.actions.errands import errand_words
from cases.actions.fingerprint import fingerprint_of
from cases.actions.placing import place_columns
from cases.actions.reject import RejectionGround
from cases.models import (
    GRID_SOURCES,
    CallBack,
    Case,
    CaseParty,
    CaseTask,
    ClockKind,
    Closing,
    DispatchDecision,
    FilingStandard,
    Requester,
)
from cases.queries.catalogue import CatalogueDecision
from cases.queries.search import search_vector
from cases.rules.orders import Order
from cases.rules.veiling import veiled
from cases.states import Flow, State
from command_center.demo.history.course import Course
from command_center.demo.history.filing import take_up
from command_center.demo.history.handling import hand_back, start_handling, start_limited
from command_center.demo.history.inspecting import send_inspector
from command_center.demo.history.supervising import end_supervision, hand_over
from command_center.demo.history.world import World
from kernel.actors import Actor
from kernel.times import local_date
from organizations.models import Organization
from organizations.secrets import phone_hash, phone_tail_hash


def receive(order: Order, world: World, *, actor: Actor, now: datetime) -> Course:
    fingerprint = fingerprint_of(order)
    order = veiled(order)
    case = _new_case(order, fingerprint, world, actor=actor, now=now)
    course = Course(world, case, _requester(case, order), actor, now)
    if case.flow == Flow.HOTLINE:
        start_limited(course, ClockKind.DISPATCH, holder=world.centre, at=case.received_at)
        handle = start_handling(course, "received", holder=world.centre)
        if handle is not None:
            case.due_at, case.warn_at = handle.due_at, handle.warn_at
    where = case.location_note or case.get_precision_display()
    text = _("%(source)s 送来，定位：%(where)s") % {"source": case.get_source_display(), "where": where}
    course.event("received", text, precision=case.precision)
    return course


def _new_case(order: Order, fingerprint: str, world: World, *, actor: Actor, now: datetime) -> Case:
    flow = Flow.GRID if order.source in GRID_SOURCES else Flow.HOTLINE
    return Case(
        order_no=order.order_no,
        source=order.source,
        posted_by=actor.key,
        sender_id=actor.organization_id,
        fingerprint=fingerprint,
        flow=flow,
        state=State.RECEIVED if flow == Flow.GRID else State.PENDING_DISPATCH,
        is_supervised=order.is_supervised,
        request_kind=order.request_kind,
        urgency=order.urgency,
        title=order.title,
        content=order.content,
        extra=order.extra,
        search=search_vector(order.title, order.content, order.whereabouts.address),
        received_at=order.received_at,
        created_at=now,
        reply_due_at=order.reply_due_at,
        **place_columns(order.whereabouts),
        **world.category_columns(order.category_code, flow=flow, on=local_date(now)),
    )


def _requester(case: Case, order: Order) -> Requester:
    caller = order.caller
    return Requester(
        case=case,
        name=caller.name,
        phone=caller.phone,
        address=caller.address,
        words=caller.words,
        phone_hash=phone_hash(caller.phone),
        phone_tail_hash=phone_tail_hash(caller.phone),
        is_secret=caller.is_secret,
    )


def file(course: Course, standard: FilingStandard, *, actor: Actor, now: datetime) -> None:
    course.step(actor, now)
    take_up(course, standard, text=_("立案，条件：%(condition)s"))


def reject(course: Course, ground: RejectionGround, *, words: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    course.cancel_clocks()
    end_supervision(course)
    case.state, case.closed_at, case.is_held, case.hold_reason = State.REJECTED, now, False, ""
    course.event("rejected", _("不予受理：%(ground)s。%(words)s") % {"ground": ground.label, "words": words})


def cancel(course: Course, *, reason: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    course.cancel_clocks()
    end_supervision(course)
    case.state, case.closed_at, case.is_held, case.hold_reason = State.CANCELLED, now, False, ""
    course.event("cancelled", _("作废：%(reason)s") % {"reason": reason})


def dispatch_waiting(course: Course, *, actor: Actor, now: datetime) -> bool:
    """The catalogue's turn; False when it left the case to a person."""
    case = course.step(actor, now)
    decision = course.world.catalogue.decide(case, at=now)
    if decision is None:
        case.is_held, case.hold_reason = True, course.world.catalogue.why_undecided(case)[:200]
        course.event("held", _("派单目录无法决定，转派遣员"))
        return False
    if decision.needs_classification:
        case.needs_classification = True
    _assign_lead(course, decision.target, mode=decision.mode, reason=decision.reason, decision=decision)
    return True


def dispatch(course: Course, target: Organization, *, reason: str, actor: Actor, now: datetime) -> None:
    course.step(actor, now)
    words = _("%(actor)s 人工派往 %(target)s") % {"actor": actor.label, "target": target.name}
    _assign_lead(course, target, mode=DispatchDecision.Mode.BY_HAND, reason=f"{words}：{reason}" if reason else words)


def _assign_lead(
    course: Course,
    target: Organization,
    *,
    mode: DispatchDecision.Mode,
    reason: str,
    decision: CatalogueDecision | None = None,
) -> None:
    case, now = course.case, course.now
    case.state, case.lead, case.dispatched_at = State.DISPATCHED, target, now
    case.is_held, case.hold_reason = False, ""
    rule, runner_up = (decision.rule, decision.runner_up) if decision else (None, None)
    course.decisions.append(
        DispatchDecision(
            case=case, at=now, mode=mode, target=target, rule=rule, runner_up=runner_up, reason=reason[:300]
        )
    )
    _share_out(course, target, decision.supervising if decision else None)
    course.stop(ClockKind.DISPATCH)
    start_limited(course, ClockKind.SIGN, holder=target, at=now)
    handle = course.live(ClockKind.HANDLE)
    if handle is not None:
        course.transfer(handle, target)
    else:
        handle = start_handling(course, "dispatched", holder=target)
    hand_over(course, target)
    if handle is not None:
        case.due_at, case.warn_at = handle.due_at, handle.warn_at
    course.event("dispatched", reason, target=target.pk, mode=str(mode))


def _share_out(course: Course, target: Organization, supervising: Organization | None) -> None:
    course.parties = [CaseParty(case=course.case, organization=target, part=CaseParty.Part.LEAD)]
    overseers = {supervising} if supervising else set()
    if target.kind == Organization.Kind.STREET:
        overseers.add(course.world.centre)
    course.parties += [CaseParty(case=course.case, organization=o, part=CaseParty.Part.SUPERVISING) for o in overseers]


def sign(course: Course, *, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    course.stop(ClockKind.SIGN)
    if case.flow == Flow.HOTLINE and case.contacted_at is None and case.lead is not None:
        start_limited(course, ClockKind.CONTACT, holder=case.lead, at=now)
    case.state, case.signed_at = State.HANDLING, now
    course.event("signed", _("%(lead)s 签收") % {"lead": case.lead})


def contact(course: Course, *, note: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    if case.contacted_at is None:
        course.stop(ClockKind.CONTACT)
        case.contacted_at = now
    course.event("contacted", _("已联系诉求人：%(note)s") % {"note": note})


def note(course: Course, *, text: str, actor: Actor, now: datetime) -> None:
    course.step(actor, now)
    course.event("noted", text)


def urge(course: Course, *, words: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    case.urged_count += 1
    course.event("urged", _("催办 %(lead)s：%(words)s") % {"lead": case.lead, "words": words})


def reply(course: Course, *, text: str, measures: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    course.stop(ClockKind.HANDLE)
    case.state, case.replied_at = State.REPLIED, now
    course.event("replied", _("%(lead)s 回复：%(text)s") % {"lead": case.lead, "text": text}, measures=measures)


def review(course: Course, *, is_accepted: bool, opinion: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    if not is_accepted:
        case.rework_count += 1
        hand_back(course, why=opinion, is_new_round=False)
    elif case.flow == Flow.HOTLINE:
        start_limited(course, ClockKind.CALLBACK, holder=course.world.centre, at=now)
        case.state, case.call_after = State.CALLBACK, call_moment(now, course.world.handling)
        course.event("reviewed", _("回复审核通过，待回访"))
    else:
        task = send_inspector(course, CaseTask.Kind.CHECK, words=_("到现场核查是否达到结案条件"))
        case.state = State.CHECKING
        course.event("reviewed", _("回复审核通过，送 %(who)s 核查") % {"who": errand_words(task)})


def callback(course: Course, answers: Answers | None, *, words: str, actor: Actor, now: datetime) -> None:
    case = course.step(actor, now)
    call = CallBack(
        case=case, round=case.round, at=now, actor_label=actor.label, is_reached=answers is not None, note=words
    )
    course.callbacks.append(call)
    if answers is None:
        _not_reached(course, call)
        return
    call.was_contacted, call.solved, call.satisfied = answers.was_contacted, answers.solved, answers.satisfied
    course.stop(ClockKind.CALLBACK)
    case.call_after = None
    course.event("called_back", said(call), way=call.way)
    if call.solved == CallBack.Solved.NO and case.round < course.world.handling.round_cap:
        case.round, case.contacted_at = case.round + 1, None
        hand_back(course, why=words or _("诉求人表示未解决"), is_new_round=True)
        if case.flow == Flow.HOTLINE and case.lead is not None:
            start_limited(course, ClockKind.CONTACT, holder=case.lead, at=now)
    else:
        _close(course, Closing.NORMAL)


def _not_reached(course: Course, call: CallBack) -> None:
    rules = course.world.handling
    attempts = sum(c.round == course.case.round and not c.is_reached for c in course.callbacks)
    course.event("not_reached", _("回访未联系上（第 %(n)d 次）") % {"n": attempts}, way=call.way)
    if attempts < rules.callback_attempts:
        course.case.call_after = call_moment(course.now + timedelta(minutes=rules.callback_wait_minutes), rules)
        return
    course.stop(ClockKind.CALLBACK)
    _close(course, Closing.UNREACHED)


def _close(course: Course, closing: Closing) -> None:
    end_supervision(course)
    case = course.case
    case.state, case.closed_at, case.closing, case.call_after = State.CLOSED, course.now, closing, None
    course.event("closed", _("办结"))
