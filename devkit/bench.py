"""`dev.py bench`: what is missing is installed, then the `bench` package runs in the venv, on servers of its own."""

from devkit import environment, processes, signals
from devkit.bootstrap import bootstrap
from devkit.paths import PYTHON


def bench(arguments: list[str]) -> int:
    bootstrap()
    command = [str(PYTHON), "-m", "bench", *arguments]
    process = processes.spawn(command, env=environment.for_children(), stdin=None, own_group=False)
    with signals.handed_to(process):
        process.wait()
    return processes.exit_status(process)
