"""A production's environment: secrets in files as a container gets them, the servers those of the tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENV = Path(sys.executable).parent
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


def run(*command, env=None, cwd=ROOT, patience=120):
    """The finished process, with all it said; it gets nothing of the tests' own settings."""
    base = {name: os.environ[name] for name in INHERITED if name in os.environ}
    base["PATH"] = f"{VENV}:{base.get('PATH', '')}"
    return subprocess.run(
        [str(part) for part in command],
        env=base | (env or {}),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


@pytest.fixture(scope="session")
def made_secrets(tmp_path_factory):
    """What deploy/make_secrets.sh makes."""
    folder = tmp_path_factory.mktemp("made") / "secrets"
    made = run("sh", "deploy/make_secrets.sh", folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """What the image's build collects."""
    folder = tmp_path_factory.mktemp("static")
    collected = run("sh", "deploy/collect_static.sh", env={"CENTER_STATIC_ROOT": str(folder)})
    assert collected.returncode == 0, collected.stderr
    return folder


@pytest.fixture
def production(made_secrets, static_root, tmp_path, db_url, settings):
    """As docker-compose.yml has it, but for the addresses of database and broker."""
    (tmp_path / "database_url").write_text(db_url + "\n")
    (tmp_path / "redis_url").write_text(settings.REDIS_URL + "\n")
    return {
        "DJANGO_SETTINGS_MODULE": "command_center.settings",
        "CENTER_MODE": "production",
        "CENTER_ALLOWED_HOSTS": "center.example",
        "CENTER_BEHIND_PROXY": "1",
        "CENTER_STATIC_ROOT": str(static_root),
        "CENTER_FILES_ROOT": str(tmp_path),
        "CENTER_SECRET_KEY_FILE": str(made_secrets / "secret_key"),
        "CENTER_FIELD_KEYS_FILE": str(made_secrets / "field_keys"),
        "CENTER_HASH_KEY_FILE": str(made_secrets / "hash_key"),
        "DATABASE_URL_FILE": str(tmp_path / "database_url"),
        "REDIS_URL_FILE": str(tmp_path / "redis_url"),
    }


@pytest.fixture
def db_url(transactional_db):
    """The test database, for processes of their own: they see only what is committed."""
    from django.db import connection

    found = connection.settings_dict
    login = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{login}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
