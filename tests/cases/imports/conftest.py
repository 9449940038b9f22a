from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tests.cases.imports.making import write_csv


@pytest.fixture
def orders_file(tmp_path) -> Callable[..., Path]:
    """Writes rows of the city's export to a file."""

    def write(rows: Iterable[Mapping[str, str]], **facts) -> Path:
        return write_csv(tmp_path / facts.pop("name", "orders.csv"), rows, **facts)

    return write
