"""A file of orders through the command that operators use."""

import csv
import json
import os
import subprocess
import time
from pathlib import Path

from bench.context import Bench
from bench.cpu import resident_megabytes
from bench.figures import Row, at_least, at_most
from bench.home import FILES
from bench.orders import orders
from cases.imports import mappings
from cases.imports.guessing import guess
from cases.rules.orders import Order
from devkit.paths import ROOT
from devkit.services import manage_py
from kernel.times import to_local

ROWS, MADE = 200_000, 20_000
MAPPING = "bench"
HEADER = (
    *("工单编号", "标题", "主要内容", "接收时间", "紧急程度", "问题分类", "事发地址", "街道", "社区"),
    *("经度", "纬度", "来电人", "联系电话"),
)


def run(bench: Bench) -> list[Row]:
    path = FILES / "orders.csv"
    _write(path, bench)
    _match(bench)
    command = [*map(str, manage_py("import_orders", str(path), "--json", "--mapping", MAPPING))]
    command += ["--report", str(FILES / "refused.xlsx")]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    megabytes = _watched(process)
    seconds = time.perf_counter() - began
    said = json.loads((process.stdout.read() if process.stdout else b"").splitlines()[-1])
    figures = {
        "rows_per_s": said["read"] / seconds,
        "seconds": seconds,
        "peak_mb": max(megabytes),
        # What it holds in the last tenth beyond what it held after the first quarter: a flat memory grows by nothing.
        "growth_mb": max(megabytes[-len(megabytes) // 10 :]) - max(megabytes[: max(len(megabytes) // 4, 1)]),
        **{name: float(said[name]) for name in ("created", "refused")},
    }
    budget = [at_least("rows_per_s", 3000), at_most("growth_mb", 25)]
    return [Row(f"import of {ROWS:,} orders", figures, budget)]


def _watched(process: subprocess.Popen[bytes]) -> list[float]:
    """Its resident memory, five times a second, to its end."""
    megabytes = []
    while process.poll() is None:
        megabytes.append(resident_megabytes(process.pid))
        time.sleep(0.2)
    if process.returncode:
        raise RuntimeError(f"import_orders ended with status {process.returncode}")
    return [one for one in megabytes if one]


def _match(bench: Bench) -> None:
    """What an operator does once for a new kind of file."""
    columns: dict[str, object] = {one: column for column, one in guess(HEADER).items()}
    found = {"source": "12345", "columns": columns, "values": {"urgency": {"一般": "general"}}}
    actor = bench.person("zhiban").actor
    mappings.save(MAPPING, title="Bench", columns=found, actor=actor, now=bench.now())


def _write(path: Path, bench: Bench) -> None:
    """Each of the made orders ten times under other numbers: the reader sees no two lines alike."""
    made = list(orders(MADE, now=bench.now(), mark="file"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(ROWS):
            writer.writerow(_cells(made[n % MADE], n))


def _cells(order: Order, n: int) -> tuple[object, ...]:
    place, caller = order.whereabouts, order.caller
    return (
        *(f"导入-{n:07d}", order.title, order.content, f"{to_local(order.received_at):%Y-%m-%d %H:%M:%S}"),
        *("一般", order.category_code, place.address, place.street, place.community),
        *(place.lon if place.lon is not None else "", place.lat if place.lat is not None else ""),
        *(caller.name, caller.phone),
    )
