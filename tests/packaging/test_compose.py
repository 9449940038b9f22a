"""What the real Compose reads in docker-compose.yml. No container is started: there may be no engine."""

import json
import re

import pytest

from tests.packaging.conftest import ROOT, VENV, run

TEXT = (ROOT / "docker-compose.yml").read_text()
CODE = (ROOT / "command_center/settings.py").read_text() + (ROOT / "deploy/gunicorn.conf.py").read_text()
EXPLAINED = (ROOT / "docs/operations.md").read_text()
OURS = {"web", "stream", "worker", "beat", "outbox", "migrate"}


def compose(*arguments, env):
    return run(VENV / "docker-compose", "--file", ROOT / "docker-compose.yml", *arguments, env=env, cwd=ROOT)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The whole file as Compose understands it, with a project folder that holds example secrets."""
    project = tmp_path_factory.mktemp("project")
    made = run("sh", "deploy/make_secrets.sh", project / "secrets")
    assert made.returncode == 0, made.stderr
    arguments = ("--project-directory", project, "config")
    env = {"CENTER_ALLOWED_HOSTS": "center.example"}
    quiet = compose(*arguments, "--quiet", env=env)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    found = json.loads(compose(*arguments, "--format", "json", env=env).stdout)
    found["project"] = project
    return found


def test_it_does_not_start_without_a_name_for_the_site():
    refused = compose("config", "--quiet", env={})
    assert refused.returncode != 0
    assert "CENTER_ALLOWED_HOSTS" in refused.stderr


def test_it_holds_the_nine_parts(model):
    assert set(model["services"]) == OURS | {"nginx", "postgres", "valkey"}


def test_whatever_runs_on_tells_its_health(model):
    silent = [name for name, part in model["services"].items() if "test" not in part.get("healthcheck", {})]
    assert silent == ["migrate"]


def test_nobody_starts_before_the_tables_are_there(model):
    for name in OURS - {"migrate"}:
        needs = model["services"][name]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert needs["postgres"]["condition"] == needs["valkey"]["condition"] == "service_healthy"


def test_what_the_others_wait_for_migrates_and_then_checks(model):
    assert model["services"]["migrate"]["command"] == ["deploy/migrate.sh"]
    assert (ROOT / "deploy/migrate.sh").stat().st_mode & 0o111 == 0o111


def test_what_ends_is_started_again_and_writes_nowhere_else(model):
    for name, part in model["services"].items():
        assert part["restart"] == ("on-failure:3" if name == "migrate" else "unless-stopped"), name
        assert (part["read_only"], part["init"]) == (True, True), name
        assert part["security_opt"] == ["no-new-privileges:true"], name
        assert part["logging"]["options"] == {"max-size": "20m", "max-file": "5"}, name
        assert part["deploy"]["resources"]["limits"]["memory"], name


def test_ours_run_without_a_single_capability(model):
    assert [name for name in OURS | {"nginx"} if model["services"][name]["cap_drop"] != ["ALL"]] == []


def test_only_the_proxy_is_reachable_from_outside(model):
    assert [name for name, part in model["services"].items() if part.get("ports")] == ["nginx"]
    assert model["networks"]["data"]["internal"]
    assert model["networks"]["inside"]["internal"]
    assert list(model["services"]["postgres"]["networks"]) == ["data"]


def test_only_the_outbox_calls_others(model):
    assert [name for name, part in model["services"].items() if "outside" in part["networks"]] == ["outbox"]


def test_images_are_pinned_and_name_no_registry(model):
    for part in model["services"].values():
        name, _, tag = part["image"].partition(":")
        assert "." not in name.split("/")[0]
        assert re.match(r"\d+\.\d+", tag), part["image"]


def test_the_images_carry_the_version_of_the_project(model):
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert {model["services"][name]["image"] for name in OURS} == {f"center:{version}"}


def test_the_volume_of_postgresql_18_lies_above_its_data(model):
    [volume] = model["services"]["postgres"]["volumes"]
    assert (model["services"]["postgres"]["image"].split(":")[1][:2], volume["target"]) == ("18", "/var/lib/postgresql")


def test_settings_of_the_database_are_durable(model):
    command = model["services"]["postgres"]["command"]
    assert {"-cfsync=on", "-csynchronous_commit=on", "-cfull_page_writes=on"} <= set(command)


def test_every_secret_comes_from_a_file_that_make_secrets_makes(model):
    paths = {entry["file"] for entry in model["secrets"].values()}
    assert paths == {str(path) for path in (model["project"] / "secrets").iterdir()}


def test_nobody_gets_a_secret_it_does_not_need(model):
    held = {name: {s["source"] for s in part["secrets"]} for name, part in model["services"].items()}
    keys = {"secret_key", "field_keys", "hash_key", "database_url", "redis_url"}
    assert held == dict.fromkeys(OURS, keys) | {
        "nginx": {"tls_certificate", "tls_key"},
        "postgres": {"postgres_password"},
        "valkey": {"valkey_password"},
    }


def test_no_secret_stands_in_the_environment_of_a_container(model):
    for part in model["services"].values():
        for name, value in (part.get("environment") or {}).items():
            secret = re.search("PASSWORD|SECRET|_KEY|_URL", name)
            assert not secret or (name.endswith("_FILE") and value.startswith("/run/secrets/")), name


def test_every_variable_is_read_somewhere_and_explained(model):
    ours = {name.removesuffix("_FILE") for part in OURS for name in model["services"][part]["environment"]}
    assert sorted(name for name in ours if f'"{name}"' not in CODE) == ["TMPDIR"]  # Python's own
    assert sorted(name for name in ours if f"`{name}`" not in EXPLAINED) == []
    assert sorted(name for name in re.findall(r"\$\{([A-Z_]+)", TEXT) if f"`{name}`" not in EXPLAINED) == []


def test_every_variable_that_is_read_is_explained():
    names = re.findall(r'(?:environ\.get|given|required|flag)\(\s*"([A-Z_]+)"', CODE)
    assert len(names) > 15
    assert sorted(name for name in names if f"`{name}`" not in EXPLAINED) == []


def test_what_imports_keep_aside_lies_on_disk_and_not_in_memory(model):
    for name in OURS:
        part = model["services"][name]
        mounted = {volume["target"] for volume in part["volumes"]}
        assert part["environment"]["TMPDIR"] in mounted
