"""Which of dev.py's commands is meant, and how its troubles are shown: one line each, never a traceback."""

import argparse
import errno
from collections.abc import Callable

from devkit import signals
from devkit.bench import bench
from devkit.manage import manage
from devkit.say import Trouble, say, show
from devkit.test import test
from devkit.up import up

NOT_UNDERSTOOD = 2


def run(arguments: list[str], *, usage: str) -> int:
    commands: dict[str, Callable[[list[str]], int]] = {"up": _up, "test": test, "bench": bench, "manage": manage}
    name, rest = (arguments or [""])[0], arguments[1:]
    if name in {"-h", "--help", "help"} or (name == "test" and rest in (["-h"], ["--help"])):
        show(usage)
        return 0
    if name not in commands:
        say(usage)
        return NOT_UNDERSTOOD
    signals.install()
    try:
        return commands[name](rest)
    except signals.Interrupted as interruption:
        say("Stopped.")
        return 128 + interruption.number
    except Trouble as trouble:
        say(f"dev.py: {trouble}")
        return 1
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}:
            raise
        say(f"dev.py: {problem.strerror}: {problem.filename or 'the disk of this checkout'}")
        return 1


def _up(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py up", allow_abbrev=False)
    parser.add_argument("--port", type=_port, default=8000, help="of the web pages and the API (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--no-simulator", action="store_true", help="no orders but those you post yourself")
    parser.add_argument("--reset", action="store_true", help="throw the demo data away and make them anew")
    return up(parser.parse_args(arguments))


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)
