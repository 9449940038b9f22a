"""What a district starts with; every row can be changed by its administrators."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def schemes() -> Sequence[dict[str, Any]]:
    """Each with its items."""
    found: list[dict[str, Any]] = json.loads((Path(__file__).parent / "schemes.json").read_text(encoding="utf-8"))
    return found
