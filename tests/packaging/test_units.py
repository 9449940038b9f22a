import re

import pytest

from devkit import binaries, ports
from tests.packaging.conftest import ROOT
from tests.packaging.test_compose import CODE, EXPLAINED

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_runs_what_its_container_runs(unit):
    """Without the paths and addresses, which belong to the place."""
    name = unit.stem.removeprefix("center-")
    command = re.search(r"^ExecStart=/opt/center/venv/bin/(.+)$", unit.read_text(), re.MULTILINE)[1]
    container = (ROOT / ("Dockerfile" if name == "web" else "docker-compose.yml")).read_text()
    missing = [
        word for word in command.split() if not word.startswith(("--host", "--schedule")) and word not in container
    ]
    assert missing == []


def test_every_variable_of_the_units_is_known():
    texts = [path.read_text() for path in [*UNITS, ROOT / "deploy/systemd/center.env"]]
    names = {n.removesuffix("_FILE") for n in re.findall(r"^(?:Environment=)?([A-Z_]+)=", "".join(texts), re.MULTILINE)}
    assert len(names) > 8
    assert sorted(name for name in names if f'"{name}"' not in CODE or f"`{name}`" not in EXPLAINED) == []


@pytest.mark.servers
def test_valkey_takes_its_password_from_the_file_and_shows_it_to_nobody(tmp_path, made_secrets):
    """The script of the container, with a stand-in for the entry point of the image, which gives up root."""
    import subprocess
    import time
    from pathlib import Path

    import redis

    port = ports.free()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/valkey-server").symlink_to(binaries.valkey())
    (tmp_path / "bin/docker-entrypoint.sh").write_text('#!/bin/sh\nexec "$@"\n')
    (tmp_path / "bin/docker-entrypoint.sh").chmod(0o755)
    settings = (ROOT / "deploy/valkey/valkey.conf").read_text().replace("bind * -::*", "bind 127.0.0.1")
    (tmp_path / "valkey.conf").write_text(f"{settings}\nport {port}\ndir {tmp_path}\n")
    script = (ROOT / "deploy/valkey/start.sh").read_text().replace("/etc/valkey", str(tmp_path))
    script = script.replace("/run/secrets", str(made_secrets))
    password = (made_secrets / "valkey_password").read_text().strip()
    server = subprocess.Popen(
        ["sh", "-c", script], env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}, stdout=subprocess.DEVNULL
    )
    try:
        client = redis.Redis(port=port, password=password)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                pass
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        assert client.config_get("appendonly", "maxmemory-policy") == {
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
        assert password not in Path(f"/proc/{server.pid}/cmdline").read_text()
    finally:
        server.terminate()
        server.wait(timeout=20)
