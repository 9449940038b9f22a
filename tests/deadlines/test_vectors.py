"""Due instants computed independently, by stepping through time second by second: all must agree to the second."""

from pathlib import Path

import pytest

from deadlines.vectors import check, read_vectors

VECTORS = read_vectors(Path(__file__).parent / "vectors.json")


@pytest.mark.parametrize("vector", VECTORS, ids=[v["id"] for v in VECTORS])
def test_vector_comes_out_to_the_second(vector, calendar):
    (checked,) = check([vector], calendar)
    assert checked.is_right, f"expected {checked.expected}, got {checked.got}"


def test_a_vector_that_is_wrong_is_found(calendar):
    wrong = {"id": "x", "op": "due", "kind": "urgent_hour", "n": 1, "start": "2025-03-12T08:00:00+08:00"}
    (checked,) = check([{**wrong, "due": "2025-03-12T09:00:01+08:00"}], calendar)
    assert (checked.is_right, checked.got) == (False, "2025-03-12T09:00:00+08:00")


def test_a_vector_that_cannot_be_computed_is_wrong_and_says_why(calendar):
    naive = {"id": "x", "op": "due", "kind": "work_hour", "n": 1, "start": "2025-03-12T08:00:00", "due": "2025-03-12"}
    (checked,) = check([naive], calendar)
    assert not checked.is_right
    assert "naive" in checked.got
