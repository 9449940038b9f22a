"""The production as it starts: the real gunicorn with the real settings, against the database of the tests."""

import http.client
import re
import subprocess
import time
from contextlib import contextmanager

import pytest

from command_center.demo.accounts import accounts
from devkit import ports
from organizations.roles import ADMINISTRATORS, Role
from tests import make
from tests.packaging.conftest import ROOT, VENV, run

pytestmark = pytest.mark.servers
HTTPS = {"Host": "center.example", "X-Forwarded-Proto": "https", "X-Real-IP": "198.51.100.4"}


@contextmanager
def gunicorn(env, log):
    """Its port, once it answers."""
    port = ports.free()
    env = env | {"CENTER_WEB_BIND": f"127.0.0.1:{port}", "CENTER_WEB_WORKERS": "1", "PATH": str(VENV)}
    command = [VENV / "gunicorn", "--config", "deploy/gunicorn.conf.py", "command_center.wsgi"]
    with log.open("w") as output:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=output, stderr=output)
    try:
        until = time.monotonic() + 40
        while probe(port).returncode and process.poll() is None and time.monotonic() < until:
            pass
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def probe(port, path="/health/ready"):
    return run(VENV / "python", "deploy/probe.py", port, path)


def get(port, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def start(env, **changed):
    """What gunicorn says when it is to start with other settings than sound ones."""
    env = {name: value for name, value in (env | changed).items() if value is not None}
    env["CENTER_WEB_BIND"] = f"127.0.0.1:{ports.free()}"
    return run(VENV / "gunicorn", "--config", "deploy/gunicorn.conf.py", "command_center.wsgi", env=env, patience=40)


def test_it_serves_behind_a_proxy_that_ends_tls(production, tmp_path):
    with gunicorn(production, tmp_path / "log") as port:
        ready = probe(port)
        assert ready.returncode == 0, (tmp_path / "log").read_text()
        assert '"database": "ok", "broker": "ok"' in ready.stdout
        plain, _ = get(port, "/accounts/login/", {"Host": "center.example"})
        assert (plain.status, plain.headers["Location"]) == (301, "https://center.example/accounts/login/")
        foreign, _ = get(port, "/accounts/login/", HTTPS | {"Host": "other.example"})
        assert foreign.status == 400
        page, body = get(port, "/accounts/login/", HTTPS)
        assert page.status == 200
        assert page.headers["Strict-Transport-Security"]
        assert "Secure" in page.headers["Set-Cookie"]
        style = re.search(rb"/static/vendor/tabler/css/tabler\.min\.[0-9a-f]{12}\.css", body)[0].decode()
        assert get(port, style, HTTPS)[0].status == 200


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"CENTER_TIME_OFFSET": "60"}, "CENTER_TIME_OFFSET must be 0"),
        ({"CENTER_SECRET_KEY_FILE": None, "CENTER_SECRET_KEY": "short"}, "CENTER_SECRET_KEY must be random"),
        ({"CENTER_HASH_KEY_FILE": "/run/secrets/not-there"}, "cannot read /run/secrets/not-there"),
        ({"CENTER_HASH_KEY": "b"}, "CENTER_HASH_KEY and CENTER_HASH_KEY_FILE are both set"),
    ],
)
def test_it_refuses_to_start_and_says_why(production, changed, reason):
    refused = start(production, **changed)
    assert refused.returncode != 0
    assert reason in refused.stderr


def test_django_has_nothing_to_object(production):
    checked = run(VENV / "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.long
def test_the_step_before_all_others_refuses_until_the_three_administrators_are_there(production):
    def asked():
        step = run("sh", "deploy/migrate.sh", env=production)
        return step.returncode, [role for role in sorted(ADMINISTRATORS) if f"nobody is {role}" in step.stderr]

    assert asked() == (0, [])
    home = make.organization("district_centre")
    make.user(home, Role.SYSTEM_ADMIN)
    assert asked() == (1, [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN])
    for role in (Role.AUDIT_ADMIN, Role.SECURITY_ADMIN):
        make.user(home, role)
    assert asked() == (0, [])


def test_the_step_before_all_others_refuses_an_account_of_the_demo(production):
    env = production | {"CENTER_NEW_PASSWORD": accounts()[0].password}
    account = (accounts()[0].username, "--display-name", "演示")
    opened = run(VENV / "python", "manage.py", "create_user", *account, env=env)
    assert opened.returncode == 0, opened.stderr
    refused = run("sh", "deploy/migrate.sh", env=production)
    assert (refused.returncode, "accounts of the demo can sign in" in refused.stderr) == (1, True)
