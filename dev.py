#!/usr/bin/env python3
"""Runs the project on a machine with nothing but Python: `up`, `test`, `bench`, `manage`. Standard library alone."""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)

USAGE = """\
usage: python3 dev.py up [--port 8000] [--host 127.0.0.1] [--no-simulator] [--reset]
       python3 dev.py test [--long] [--no-lint] [pytest arguments]
       python3 dev.py bench [SCENARIO …|all] [--cases 1000 100000 1000000] [--compare FILE] [--reseed]
       python3 dev.py manage COMMAND [arguments]

up      installs what is missing, starts the whole centre with a demo district, stops it on Ctrl-C
test    linters, system checks and pytest, on database servers of its own
bench   measures the production servers on a large base of cases; `bench --help` lists the scenarios
manage  any management command of Django, on the demo data"""


# This file may hold nothing newer than Python 3.6, or the reader gets a syntax error for an explanation.
def check_python() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        mine = "%d.%d" % sys.version_info[:2]  # noqa: UP031
        sys.exit("dev.py needs Python 3.11, 3.12 or 3.13; this is %s: try python3.11 dev.py …" % mine)  # noqa: UP031


def main(arguments: "list[str]") -> int:
    check_python()
    from devkit.command import run  # noqa: PLC0415 - only a Python that passed the check can read it

    return run(arguments, usage=USAGE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
