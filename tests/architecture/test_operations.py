import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = r"(?:CENTER_[A-Z_]+|DATABASE_URL|REDIS_URL)"
# What the tool for development hands on is not for whoever runs the house.
HOUSE = [path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] in {"command_center", "organizations"}]


def test_the_table_of_settings_lists_every_variable_that_is_read():
    page = (ROOT / "docs/operations.md").read_text()
    listed = set(re.findall(rf"^\| `({NAME})`", page, re.MULTILINE))
    reading = rf"(?:environ\.get|required|flag)\(\s*\"({NAME})\""
    read = {name for path in HOUSE for name in re.findall(reading, path.read_text())}
    assert read == listed
