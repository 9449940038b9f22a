import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = r"(?:CENTER_[A-Z0-9_]+|POSTGRES_[A-Z_]+|DATABASE_URL|REDIS_URL)"
# What the tool for development hands on is not for whoever runs the house.
HOUSE = [path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] in {"command_center", "organizations"}]
HOUSE += sorted((ROOT / "deploy").glob("*.py"))
COMPOSE = ROOT / "docker-compose.yml"


def test_the_tables_of_settings_list_every_variable_that_is_read():
    page = (ROOT / "docs/operations.md").read_text()
    first_cells = re.findall(r"^\| (`[^|]+)\|", page, re.MULTILINE)
    listed = {name for cell in first_cells for name in re.findall(rf"`({NAME})`", cell)}
    reading = rf"(?:environ\.get|given|required|flag)\(\s*\"({NAME})\""
    read = {name for path in HOUSE for name in re.findall(reading, path.read_text())}
    read |= set(re.findall(rf"\$\{{({NAME})\b", COMPOSE.read_text()))
    assert read == listed
