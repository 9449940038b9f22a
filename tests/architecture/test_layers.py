import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# From the ground up, inside one app.
ROOMS = ["states", "rules", "models", "queries", "actions", "tasks"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in CONTRACTS["root_packages"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data"))
    return tmp_path


def test_the_house_keeps_its_contracts(house):
    result = lint(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("kernel/texts.py", "cases.states"), ("grid/apps.py", "organizations.roles"), ("notices/apps.py", "cases.states")],
)
def test_an_import_upwards_breaks_them(house, lower, higher):
    with (house / lower).open("a") as file:
        file.write(f"\nimport {higher}\n")
    result = lint(house)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def test_an_action_that_asks_the_api_breaks_them(house):
    with (house / "cases/actions/sign.py").open("a") as file:
        file.write("\nimport cases.api.shapes\n")
    assert lint(house).returncode == 1
