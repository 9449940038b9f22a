"""Findings for people and for machines."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from foundation.tables import write_report
from grid.actions.import_layers import Imported
from grid.imports.faults import Fault

# A page of text holds so many sentences; the report holds all.
SHOWN = 50
# A machine that wants more reads the report.
LISTED = 1000


def write_xlsx(path: Path, found: Iterable[Fault]) -> int:
    """Every fault and notice, one to a row."""
    header = [_("图层"), _("代码"), _("文件"), _("序号"), _("类别"), _("级别"), _("说明"), _("经度"), _("纬度")]
    return write_report(path, header, (_cells(fault) for fault in found), sheet=_("问题清单"))


def _cells(fault: Fault) -> list[str | int | float | None]:
    lon, lat = fault.at or (None, None)
    return [
        fault.layer.label if fault.layer else "",
        fault.code,
        fault.origin.file if fault.origin else "",
        fault.origin.number if fault.origin else None,
        fault.kind,
        _("提示") if fault.is_notice else _("问题"),
        fault.message,
        lon,
        lat,
    ]


def summary(imported: Imported, *, report: Path | None) -> dict[str, Any]:
    """The outcome as plain values."""
    found = imported.findings
    return {
        "written": imported.is_written,
        "layers": {str(layer): asdict(counts) for layer, counts in imported.counts.items()},
        "faults": len(found.faults),
        "by_kind": found.by_kind,
        "entries": [_entry(fault) for fault in found.entries[:LISTED]],
        "notices": len(found.notices),
        "organizations_to_repoint": {str(k): list(codes) for k, codes in imported.organizations_to_repoint.items()},
        "report": str(report) if report else None,
    }


def _entry(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "layer": str(fault.layer) if fault.layer else None,
        "code": fault.code,
        "file": fault.origin.file if fault.origin else None,
        "number": fault.origin.number if fault.origin else None,
        "message": fault.message,
        "at": fault.at,
        "is_notice": fault.is_notice,
    }


def sentences(imported: Imported, *, is_dry_run: bool) -> Iterable[str]:
    """The outcome, line by line."""
    found = imported.findings
    for fault in [*found.faults[:SHOWN], *found.notices[:SHOWN]]:
        mark = _("提示") if fault.is_notice else _("问题")
        layer = f"{fault.layer.label} " if fault.layer else ""
        yield f"[{mark}] {layer}{fault.kind}：{fault.message}"
    if len(found.faults) > SHOWN:
        yield _("……共 %d 个问题，全部见 --report 报告") % len(found.faults)
    words = _(
        "%(layer)s：读入 %(read)d，新增 %(added)d，更替 %(replaced)d，"
        "修改 %(changed)d，终止 %(ended)d，不变 %(unchanged)d"
    )
    for layer, counts in imported.counts.items():
        yield words % (asdict(counts) | {"layer": layer.label})
    if imported.is_written:
        yield _("已导入")
        if imported.organizations_to_repoint:
            codes = [code for some in imported.organizations_to_repoint.values() for code in some]
            yield _("街道、社区有变化（%s），请运行 load_organizations，使组织指向新的区域") % "、".join(codes[:10])
    elif is_dry_run and not found.faults:
        yield _("检查通过，未写入（--dry-run）")
    else:
        yield _("有 %d 个问题，没有写入任何数据") % len(found.faults)
