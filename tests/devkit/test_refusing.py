import os
import socket
import subprocess
import sys

import pytest

from devkit import keys, locks, ports
from devkit.paths import ROOT
from devkit.say import Trouble


def test_a_busy_port_is_named_together_with_the_way_out():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(Trouble) as refusal:
            ports.require_free("127.0.0.1", port, patience=0)
    assert str(refusal.value).startswith(f"Port {port} on 127.0.0.1 is in use")
    assert f"--port {port + 1}" in str(refusal.value)


def test_a_free_port_is_accepted():
    ports.require_free("127.0.0.1", ports.free())


def test_a_second_holder_is_refused_and_told_of_the_first(tmp_path):
    first, second = locks.Lock(tmp_path / "run.lock"), locks.Lock(tmp_path / "run.lock")
    assert first.try_take("dev.py up")
    assert not second.try_take("dev.py up")
    assert second.holder() == f"dev.py up, process {os.getpid()}"
    first.release()
    assert second.try_take("dev.py up")
    second.release()


def test_secrets_are_kept_and_readable_by_their_owner_alone(tmp_path):
    file = tmp_path / "secrets.json"
    made = keys.kept(file, data_exists=False)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys.kept(file, data_exists=True) == made


def test_lost_secrets_are_never_replaced_under_data_that_need_them(tmp_path):
    with pytest.raises(Trouble, match="--reset"):
        keys.kept(tmp_path / "secrets.json", data_exists=True)


@pytest.mark.parametrize(("arguments", "status"), [(["nonsense"], 2), ([], 2), (["up", "--port", "99999"], 2)])
def test_a_command_that_is_not_understood_ends_with_usage(arguments, status):
    answer = subprocess.run(
        [sys.executable, "dev.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (status, "")
    assert answer.stderr.startswith("usage:")
