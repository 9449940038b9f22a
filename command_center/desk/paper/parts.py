"""The tables of the paper: who had a part, limits, orders, requests, calls, photos, what belongs to it, the course."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case, CaseClock, CaseEvent, CaseRelation, ClockKind
from cases.queries.attachments import Photo, photos_of
from cases.queries.crowds import followers_of, relations_of
from cases.queries.visibility import visible_to
from kernel.actors import Actor
from kernel.times import to_local

Rows = list[tuple[str, ...]]


def parts_of(case: Case, *, actor: Actor) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Title, header and rows of each, as `actor` sees them; some have no rows."""
    yield _("参与单位"), (_("角色"), _("单位")), _parties(case)
    yield _("时限"), (_("环节"), _("承办单位"), _("起算"), _("到期"), _("停止"), _("情况")), _clocks(case)
    yield _("任务"), (_("类别"), _("承接"), _("任务"), _("下达"), _("结果"), _("办理情况")), _tasks(case)
    yield _("申请"), (_("类别"), _("申请单位"), _("理由"), _("申请时间"), _("情况"), _("审批意见")), _applications(case)
    yield _("督办"), (_("督办单"), _("事由"), _("答复单位"), _("发出"), _("答复")), _supervisions(case)
    yield _("回访"), (_("轮次"), _("时间"), _("方式"), _("结果"), _("说明")), _calls(case)
    yield _("附件"), (_("用途"), _("文件"), _("提交"), _("拍摄时间"), _("位置")), [_photo(p) for p in photos_of(case)]
    yield _("并案"), (_("案件"), _("情况"), _("说明")), _merges(case, actor)
    yield _("关联"), (_("案件或事项"), _("关系"), _("时间")), _relations(case, actor)
    yield _("经过"), (_("时间"), _("操作者"), _("经过")), [_line(event) for event in case.events.order_by("id")]


def _parties(case: Case) -> Rows:
    rows = case.parties.select_related("organization").order_by("id")
    return [(row.get_part_display(), row.organization.name) for row in rows]


def _clocks(case: Case) -> Rows:
    return [_clock(row) for row in case.clocks.select_related("holder").order_by("id")]


def _clock(row: CaseClock) -> tuple[str, ...]:
    times = (written(row.started_at), written(row.due_at), written(row.stopped_at))
    return (str(ClockKind(row.kind).label), row.holder.name, *times, row.get_state_display())


def _tasks(case: Case) -> Rows:
    return [
        (
            row.get_kind_display(),
            f"{row.organization.name} {row.person_label}".strip(),
            row.words,
            f"{written(row.issued_at)} {row.issued_by_label}",
            row.get_outcome_display() or row.get_state_display(),
            row.result,
        )
        for row in case.tasks.select_related("organization").order_by("id")
    ]


def _applications(case: Case) -> Rows:
    return [
        (
            row.get_kind_display(),
            row.organization.name,
            row.reason,
            written(row.asked_at),
            row.get_state_display(),
            f"{row.opinion} {row.decided_by_label}".strip(),
        )
        for row in case.applications.select_related("organization").order_by("id")
    ]


def _supervisions(case: Case) -> Rows:
    return [
        (
            row.number,
            row.reason,
            row.holder.name,
            f"{written(row.issued_at)} {row.issued_by_label}",
            f"{row.answer} {written(row.answered_at)}".strip(),
        )
        for row in case.supervisions.select_related("holder").order_by("id")
    ]


def _calls(case: Case) -> Rows:
    contacted = {True: _("联系过"), False: _("没有联系"), None: ""}
    rows: Rows = []
    for row in case.callbacks.order_by("id"):
        said = (contacted[row.was_contacted], row.get_solved_display(), row.get_satisfied_display())
        result = "，".join(one for one in said if one) if row.is_reached else _("没有联系上")
        rows.append((str(row.round), written(row.at), row.get_way_display(), result, row.note))
    return rows


def _photo(photo: Photo) -> tuple[str, ...]:
    link, file = photo.link, photo.link.attachment
    place = f"{file.lon:.6f}, {file.lat:.6f}" if file.lon is not None and file.lat is not None else ""
    far = _("距案件 %(n)d 米") % {"n": photo.metres} if photo.metres is not None else ""
    came = f"{written(link.at)} {link.by_label}"
    return link.get_role_display(), file.name, came, written(file.taken_at), "，".join(filter(None, (place, far)))


def _merges(case: Case, actor: Actor) -> Rows:
    """What follows this case, and what it followed itself: a merge that was undone says so."""
    rows: Rows = [
        (row.case.case_no, _("并入本案件"), str(row.case.get_state_display()))
        for row in followers_of(case, actor=actor)
    ]
    seen = visible_to(actor).values("pk")
    for merge in case.merges.filter(main__in=seen).select_related("main").order_by("id"):
        undone = _("，%(when)s 拆案") % {"when": written(merge.undone_at)} if merge.undone_at else ""
        rows.append((merge.main.case_no, _("本案件并入"), f"{written(merge.merged_at)} {merge.reason}{undone}"))
    return rows


def _relations(case: Case, actor: Actor) -> Rows:
    rows = [_relation(case, row) for row in relations_of(case, actor=actor)]
    links = case.links.order_by("id")
    return rows + [(f"{row.ref} {row.title}", row.state, written(row.changed_at)) for row in links]


def _relation(case: Case, row: CaseRelation) -> tuple[str, ...]:
    is_later = row.case_id == case.pk
    words = _("先前的案件：%(kind)s") if is_later else _("后来的案件：%(kind)s")
    other = row.earlier if is_later else row.case
    return other.case_no, words % {"kind": row.get_kind_display()}, written(row.at)


def _line(event: CaseEvent) -> tuple[str, ...]:
    measures = event.data.get("measures")
    text = _("%(text)s（措施：%(measures)s）") % {"text": event.text, "measures": measures} if measures else event.text
    return written(event.at), event.actor_label, text


def written(at: datetime | None) -> str:
    """ "2026-11-24 09:30"; "" for none."""
    return f"{to_local(at):%Y-%m-%d %H:%M}" if at is not None else ""
