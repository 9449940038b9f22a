from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from grid.imports.drafts import DutyDraft
from grid.imports.faults import Findings
from grid.imports.inventories import DutyChanges
from grid.imports.layers import Layer
from grid.imports.succession import Succession
from grid.models import DutyGrid, UnitGrid


def replace_duty_grids(changes: DutyChanges, *, as_of: date) -> None:
    """Close duty grids whose unit grids changed or that are gone, insert the new ones, correct names in place."""
    DutyGrid.objects.filter(pk__in=changes.end.values()).update(ended_on=as_of)
    for pk, facts in changes.facts.items():
        DutyGrid.objects.filter(pk=pk).update(**facts)
    _insert(changes.begin, as_of=as_of)


def _insert(drafts: Iterable[DutyDraft], *, as_of: date) -> None:
    drafts = list(drafts)
    rows = DutyGrid.objects.bulk_create(
        DutyGrid(code=d.code, identifier=d.identifier, name=d.name, inspector=d.inspector, started_on=as_of)
        for d in drafts
    )
    ids = dict(UnitGrid.objects.in_force().values_list("code", "id"))
    through: Any = DutyGrid.unit_grids.through
    through._default_manager.bulk_create(
        through(dutygrid_id=row.pk, unitgrid_id=ids[code])
        for row, draft in zip(rows, drafts, strict=True)
        for code in sorted(set(draft.unit_grids))
    )


def join_new_unit_grids(change: Succession, *, findings: Findings) -> None:
    """A redrawn unit grid stays with its inspector; a duty grid that lost one for good is told of."""
    through: Any = DutyGrid.unit_grids.through
    codes = {row.id: code for code, row in change.end.items()}
    held = list(
        through._default_manager.filter(dutygrid__ended_on__isnull=True, unitgrid_id__in=codes).values_list(
            "dutygrid_id", "unitgrid_id"
        )
    )
    new = dict(UnitGrid.objects.in_force().filter(code__in=change.replaced).values_list("code", "id"))
    through._default_manager.bulk_create(
        through(dutygrid_id=duty, unitgrid_id=new[codes[old]]) for duty, old in held if codes[old] in new
    )
    lost = sorted({codes[old] for _duty, old in held if codes[old] not in new})
    if lost:
        words = _("有 %(count)d 个终止的单元网格属于责任网格，请重新导入责任网格：%(codes)s")
        named = {"count": len(lost), "codes": "、".join(lost[:10])}
        findings.add("duty_grid_lost_cells", words % named, layer=Layer.DUTY_GRIDS, is_notice=True)
