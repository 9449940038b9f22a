"""All asked scenarios on one size of base, in a process of its own: `python -m bench.session …`, JSON to a file."""

import argparse
import json
import os
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any


def main() -> None:
    """Django comes in here, not above: the driving processes read this module again and need none."""
    import django

    given = _arguments()
    django.setup()
    from bench.context import Bench
    from bench.serving import Serving
    from devkit import signals

    signals.install()
    serving = Serving(env=os.environ)
    bench = Bench(given.cases, given.seconds, given.warm_up, serving, given.postgres_pid)
    try:
        rows = [row for name in given.scenarios for row in _rows(name, bench)]
        rows += _memory(serving)
    finally:
        serving.stop()
    found: dict[str, Any] = {"cases": given.cases, "rows": rows, "plans": [asdict(plan) for plan in bench.plans]}
    Path(given.out).write_text(json.dumps(found, ensure_ascii=False))


def _rows(name: str, bench: Any) -> list[dict[str, Any]]:
    """A scenario that fails is a line of the report, and the others still run."""
    from bench.figures import Row
    from bench.scenarios import scenario
    from devkit.steps import Line

    line = Line(f"{name} at {bench.cases:,} cases")
    try:
        rows = scenario(name)(bench)
    except Exception as error:
        traceback.print_exc()
        rows = [Row(name, {"errors": 1.0}, note=f"{type(error).__name__}: {error}"[:300])]
    line.done(int(any(row.figures.get("errors") for row in rows)))
    return [{"scenario": name, **row.as_json()} for row in rows]


def _memory(serving: Any) -> list[dict[str, Any]]:
    """Asked at the end, when every kind of page has been made once; nothing if nobody asked the web."""
    from bench.figures import Row, at_most

    megabytes = serving.web_megabytes()
    row = Row("memory of a web worker", {"largest_mb": max(megabytes, default=0.0)}, [at_most("largest_mb", 150)])
    return [{"scenario": "memory", **row.as_json()}] if megabytes else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenarios", nargs="+")
    for name in ("--cases", "--postgres-pid"):
        parser.add_argument(name, type=int, required=True)
    for name in ("--seconds", "--warm-up"):
        parser.add_argument(name, type=float, required=True)
    parser.add_argument("--out", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
