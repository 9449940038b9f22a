"""Duty grids: rows of one code put together, each unit grid known and given to one inspector only."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from grid.imports.drafts import DutyDraft
from grid.imports.faults import Findings
from grid.imports.layers import Layer
from grid.imports.picture import Picture


def joined(drafts: Iterable[DutyDraft]) -> list[DutyDraft]:
    """A table may give a duty grid one row for each of its unit grids: rows that agree on all else are one."""
    found: dict[tuple[str, ...], DutyDraft] = {}
    for draft in drafts:
        key = (draft.code, draft.name, draft.identifier, draft.inspector)
        first = found.setdefault(key if draft.code else (str(draft.origin),), draft)
        if first is not draft:
            first.unit_grids += draft.unit_grids
    return list(found.values())


def check_duty_grids(drafts: Sequence[DutyDraft], picture: Picture, *, findings: Findings) -> None:
    known = picture.by_code(Layer.UNIT_GRIDS)
    codes: dict[str, DutyDraft] = {}
    owners: dict[str, DutyDraft] = {}
    for draft in drafts:
        if codes.setdefault(draft.code, draft) is not draft and draft.code:
            _tell(findings, "duplicate_code", _("责任网格 %s 重复，且内容不同") % draft.code, draft)
        if not draft.name:
            _tell(findings, "missing_name", _("%s：责任网格没有名称") % draft.origin, draft)
        if not draft.unit_grids:
            _tell(findings, "empty_duty_grid", _("责任网格 %s 没有单元网格") % (draft.code or draft.origin), draft)
        for code in draft.unit_grids:
            _check_member(code, draft, known=known, owners=owners, findings=findings)
    free = known.keys() - owners.keys()
    if free:
        named = {"count": len(free), "codes": "、".join(sorted(free)[:10])}
        words = _("有 %(count)d 个单元网格没有划入任何责任网格：%(codes)s") % named
        findings.add("without_duty_grid", words, layer=Layer.DUTY_GRIDS, is_notice=True)


def _check_member(
    code: str, draft: DutyDraft, *, known: Iterable[str], owners: dict[str, DutyDraft], findings: Findings
) -> None:
    named = {"duty": draft.code or draft.origin, "code": code[:40]}
    if code not in known:
        _tell(findings, "unknown_unit_grid", _("责任网格 %(duty)s：没有单元网格 %(code)s") % named, draft)
        return
    owner = owners.setdefault(code, draft)
    if owner is not draft:
        words = _("单元网格 %(code)s 同时划入责任网格 %(other)s 和 %(duty)s")
        _tell(findings, "unit_grid_in_two", words % (named | {"other": owner.code or owner.origin}), draft)


def _tell(findings: Findings, kind: str, message: str, draft: DutyDraft) -> None:
    findings.add(kind, message, layer=Layer.DUTY_GRIDS, code=draft.code, origin=draft.origin)
