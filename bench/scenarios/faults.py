"""What goes wrong on purpose while deadlines pass: after each fault every rung has fired exactly once."""

import tempfile
from pathlib import Path

from bench.context import Bench
from bench.faults.ground import ground
from bench.faults.proofs import PROOFS, prove
from bench.figures import Row, at_most
from bench.home import HOME

# Some 20,000 rungs; what is done again and again is done ten times as often as in the tests.
CASES, SCALE = 2_000, 10


def run(bench: Bench) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="faults-", dir=HOME) as folder:
        Path(folder).chmod(0o755)  # the database's account must get through
        with ground(Path(folder), cases=CASES) as place:
            outcomes = [prove(name, place, scale=SCALE) for name in PROOFS]
    return [
        Row(
            f"faults: {one.name}",
            {"rungs": one.rungs, "seconds": one.seconds, "wrong": float(sum(one.wrong.values()))},
            [at_most("wrong", 0)],
            note="; ".join([one.did, *(f"{name}: {count}" for name, count in one.wrong.items())]),
        )
        for one in outcomes
    ]
