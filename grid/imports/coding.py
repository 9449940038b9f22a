"""Codes and names of the areas of one level: each once, below a parent that exists, with a name."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from grid.imports.drafts import AreaDraft, NameRow
from grid.imports.faults import Findings, Origin
from grid.imports.layers import LEVELS, Layer
from grid.imports.picture import Member, Picture


def check_codes(layer: Layer, picture: Picture, *, findings: Findings) -> None:
    """Each code once, and below a parent of the picture."""
    firsts: dict[str, Member] = {}
    for member in picture.members(layer):
        first = firsts.setdefault(member.code, member) if member.code else member
        if first is not member:
            words = _("%(code)s 重复：%(first)s、%(second)s")
            named = {"code": member.code, "first": first.origin, "second": member.origin}
            findings.add("duplicate_code", words % named, layer=layer, code=member.code, origin=member.origin)
    _check_parents(layer, picture, findings=findings)


def _check_parents(layer: Layer, picture: Picture, *, findings: Findings) -> None:
    parent = LEVELS[layer].parent
    if parent is None:
        return
    digits, above = LEVELS[parent].digits, picture.by_code(parent)
    if not above:
        words = _("没有在用的%(parent)s，请先导入%(parent)s，或与%(layer)s一并导入")
        findings.add("missing_parents", words % {"parent": parent.label, "layer": layer.label}, layer=layer)
        return
    for member in picture.members(layer):
        if member.code and member.code[:digits] not in above:
            words = _("%(code)s：没有代码为 %(above)s 的%(parent)s")
            if layer not in picture.imported:
                words = _("在用的 %(code)s 将失去上级：没有代码为 %(above)s 的%(parent)s，请一并导入该层")
            named = {"code": member.code, "above": member.code[:digits], "parent": parent.label}
            findings.add("unknown_parent", words % named, layer=layer, code=member.code, origin=member.origin)


def give_names(layer: Layer, picture: Picture, names: Sequence[NameRow], *, findings: Findings) -> None:
    """Names from the code table, else from the file, else from the area in force; a unit grid can be named anew.

    A table and a layer that come together must hold the same codes.
    """
    drafts = picture.imported[layer]
    table = _table(layer, names, findings=findings)
    stored = picture.stored[layer]
    for draft in drafts:
        known = stored[draft.code].name if draft.code in stored else ""
        draft.name = table.get(draft.code, "") or draft.name or known or _made_up(layer, draft, picture)
        if draft.code and not draft.name:
            words = _("%s：没有名称") % draft.label
            findings.add("missing_name", words, layer=layer, code=draft.code, origin=draft.origin)
        if table and draft.code and draft.code not in table:
            words = _("%s 不在代码表中") % draft.label
            findings.add("not_in_table", words, layer=layer, code=draft.code, origin=draft.origin)
    shaped = {draft.code for draft in drafts}
    for row in names:
        if row.code and row.code not in shaped:
            words = _("代码表中的 %(code)s %(name)s 没有图形") % {"code": row.code, "name": row.name}
            findings.add("missing_shape", words, layer=layer, code=row.code, origin=row.origin)


def renamed(layer: Layer, picture: Picture, names: Sequence[NameRow], *, findings: Findings) -> dict[str, str]:
    """New names by code, of a code table that comes without shapes: for areas in force."""
    table = _table(layer, names, findings=findings)
    stored = picture.stored[layer]
    for row in names:
        if row.code and row.code not in stored:
            words = _("代码表中的 %(code)s %(name)s 没有图形，也没有在用的%(layer)s")
            named = {"code": row.code, "name": row.name, "layer": layer.label}
            findings.add("missing_shape", words % named, layer=layer, code=row.code, origin=row.origin)
    return {code: name for code, name in table.items() if code in stored and stored[code].name != name}


def _table(layer: Layer, names: Sequence[NameRow], *, findings: Findings) -> dict[str, str]:
    table: dict[str, str] = {}
    first_rows: dict[str, Origin] = {}
    for row in names:
        if not row.code:
            continue
        if row.code in table:
            words = _("%(code)s 重复：%(first)s、%(second)s")
            named = {"code": row.code, "first": first_rows[row.code], "second": row.origin}
            findings.add("duplicate_code", words % named, layer=layer, code=row.code, origin=row.origin)
        elif not row.name:
            words = _("%s：没有名称") % row.origin
            findings.add("missing_name", words, layer=layer, code=row.code, origin=row.origin)
        first_rows.setdefault(row.code, row.origin)
        table.setdefault(row.code, row.name)
    return table


def _made_up(layer: Layer, draft: AreaDraft, picture: Picture) -> str:
    """A unit grid is called after its community and its number when nobody named it."""
    if layer is not Layer.UNIT_GRIDS:
        return ""
    above = picture.by_code(Layer.COMMUNITIES).get(draft.code[:12])
    return (f"{above.name}{draft.code[12:]}{_('网格')}" if above else draft.code)[:60]
