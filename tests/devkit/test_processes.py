import os
import select
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from devkit import digests, processes, venv
from devkit.paths import ROOT

PARENT = """
import os, sys, time
from devkit import processes
child = processes.spawn(["sleep", "60"], env=dict(os.environ))
print(child.pid, flush=True)
time.sleep(60)
"""


def gone(pid):
    """Waits for the process's end in the kernel, at most ten seconds."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            return bool(select.select([handle], [], [], 10)[0])
        finally:
            os.close(handle)
    return True


def test_a_child_dies_with_a_killed_parent():
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    assert gone(child)


def test_a_child_that_ignores_the_request_is_killed_with_its_group(tmp_path):
    log = tmp_path / "log"
    stubborn = processes.spawn(["sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; wait"], env=os.environ, log=log)
    while "ready" not in log.read_text():
        assert stubborn.poll() is None
    processes.end(stubborn, patience=0.1)
    assert processes.exit_status(stubborn) == 128 + signal.SIGKILL


def test_manage_leaves_stdout_to_the_command():
    version = venv.python_version()
    if not digests.holds(venv.MARKER, digests.digest(venv.LOCKS, also=version)):
        pytest.skip("this venv was not made by dev.py")
    command = [sys.executable, "dev.py", "manage", "shell", "--no-imports", "-c", "print(input())"]
    answer = subprocess.run(command, cwd=ROOT, input="一句话\n", capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.returncode) == ("一句话\n", 0), answer.stderr
