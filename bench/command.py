"""`python -m bench`, behind `dev.py bench`: bases, runs, report."""

import argparse
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine, report, servers
from bench.databases import Databases
from bench.home import FILES, RESULTS
from bench.scenarios import SCENARIOS, chosen
from devkit import processes, signals
from devkit.paths import PYTHON
from devkit.postgres import Postgres
from devkit.say import Trouble, say, show

SIZES = (1_000, 100_000, 1_000_000)
# The moment of `bench.seeding.ANCHOR`, in seconds; this process knows no Django.
ANCHOR = datetime(2026, 11, 24, 2, tzinfo=UTC).timestamp()


def main(arguments: Sequence[str]) -> int:
    """0 when every budget was kept, 1 when one was missed or something went wrong, as for any check."""
    given = _parser().parse_args(arguments)
    given.scenarios = chosen(given.scenarios or ["all"])
    signals.install()
    try:
        found = _measure(given)
    except signals.Interrupted as interruption:
        return 128 + interruption.number
    except Trouble as trouble:
        say(f"dev.py bench: {trouble}")
        return 1
    before = json.loads(given.compare.read_text()) if given.compare else None
    path = _keep(found)
    show(report.text(found, before))
    say(f"Kept in {path}, the query plans in {path.with_suffix('.md')}")
    return int(report.is_anything_missed(found))


def _measure(given: argparse.Namespace) -> dict[str, Any]:
    FILES.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine.description()}
    found |= {"seconds": given.seconds, "warm_up": given.warm_up, "bases": []}
    with servers.running() as (pair, env):
        assert pair.postgres is not None
        databases = Databases(pair.postgres, env | {"REDIS_URL": pair.urls()["REDIS_URL"]})
        found["machine"]["postgres"] = databases.version()
        for cases in given.cases:
            name, seconds = databases.seeded(cases, again=given.reseed)
            with databases.copy_of(name) as run_env:
                found["bases"].append(_session(given, cases, run_env, pair.postgres) | {"seed_seconds": seconds})
    return found


def _session(given: argparse.Namespace, cases: int, env: dict[str, str], postgres: Postgres) -> dict[str, Any]:
    """One size in a process of its own, whose clock stands at the bench's moment when it starts."""
    out = FILES / f"session-{cases}.json"
    out.unlink(missing_ok=True)
    command: list[str | Path] = [PYTHON, "-m", "bench.session", *given.scenarios, "--cases", str(cases)]
    command += ["--seconds", str(given.seconds), "--warm-up", str(given.warm_up), "--out", str(out)]
    command += ["--postgres-pid", str(postgres.process.pid if postgres.process else 0)]
    session = processes.spawn(command, env=env | {"CENTER_TIME_OFFSET": str(ANCHOR - time.time())}, own_group=False)
    with signals.handed_to(session):
        session.wait()
    if not out.exists():
        raise Trouble(f"the run at {cases:,} cases ended with status {processes.exit_status(session)}")
    result: dict[str, Any] = json.loads(out.read_text())
    return result


def _keep(found: dict[str, Any]) -> Path:
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{found['at'][:19].replace(':', '')}.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    path.with_suffix(".md").write_text(report.document(found))
    return path


def _parser() -> argparse.ArgumentParser:
    about = "\n".join(f"  {name:<10} {line}" for name, line in SCENARIOS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures the production servers on a seeded base; docs/bench.md explains the figures.",
        epilog=f"scenarios:\n{about}\n  all        all of them",
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", type=_scenario, help="default: all")
    parser.add_argument("--cases", nargs="+", type=int, default=[SIZES[0]], help=f"sizes of base, e.g. {SIZES}")
    parser.add_argument("--compare", type=Path, help="an earlier result: ratios to it stand beside the figures")
    parser.add_argument("--reseed", action="store_true", help="make the bases anew even if they are there")
    parser.add_argument("--seconds", type=float, default=15.0, help="of measuring each load (default 15)")
    parser.add_argument("--warm-up", type=float, default=5.0, help="seconds before, left out (default 5)")
    return parser


def _scenario(name: str) -> str:
    if name not in SCENARIOS and name != "all":
        raise argparse.ArgumentTypeError(f"no scenario {name}; there are {', '.join(SCENARIOS)} and all")
    return name
