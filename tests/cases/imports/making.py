"""Short ways to write order files and bring them in."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cases.imports.importing import import_orders
from cases.imports.results import ImportResult, Mode
from kernel.actors import Actor
from tests.make import NOON

BEIJING = [
    *("工单编号", "工单类型", "问题分类", "标签", "标题", "主要内容", "工单状态", "来电人", "来电人电话/账号"),
    *("被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式", "办结时间", "企业名称"),
    *("是否解决", "是否满意", "工单性质", "村/社区", "小区点位", "成案领域"),
]
PETITION = ["message_id", "user_code", "title", "created_at", "text", "reply", "replied_at"]
IMPORTER = Actor.system("import", "文件导入")


def order_row(number: int = 1, **cells: str) -> dict[str, str]:
    """A row of the city's export, finished and answered."""
    usual = {
        "工单编号": f"热线-261101-{number:06}",
        "工单类型": "投诉",
        "问题分类": "城市管理->市容环境->占道经营",
        "标题": "路灯不亮",
        "主要内容": f"来电人反映路口路灯不亮，第 {number} 次来电。",
        "工单状态": "回复完成",
        "来电人": "王某某",
        "来电人电话/账号": "19900001234",
        "被反映街乡镇": "甲河街道",
        "回复内容": "已修复",
        "办结时间": "2026-11-03 16:20:00",
        "是否解决": "解决",
        "是否满意": "满意",
        "村/社区": "柳荫里社区",
        "小区点位": "1号楼",
    }
    return usual | cells


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], *, header: list[str] = BEIJING, **facts: Any) -> Path:
    with path.open("w", encoding=facts.get("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(path: Path, mode: Mode = Mode.LIVE, **facts: Any) -> ImportResult:
    usual = {"mode": mode, "actor": IMPORTER, "now": NOON, "report_path": path.with_suffix(".report.xlsx")}
    return import_orders(path, **(usual | facts))


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    """created, updated, unchanged, refused."""
    assert result.read == result.created + result.updated + result.unchanged + result.refused
    return (result.created, result.updated, result.unchanged, result.refused)
