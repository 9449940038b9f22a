"""The table, the verdicts, the ratios."""

import copy

import pytest

from bench.figures import Row, at_least, at_most
from bench.report import document, is_anything_missed, number, text

INTAKE = Row("intake", {"rate_per_s": 220.0, "p95_ms": 71.5, "backlog": 4.0}, (at_least("rate_per_s", 200),))
MACHINE = {
    "cores": 2,
    "processor": "some",
    "memory": "8 GB",
    "kernel": "6",
    "python": "3.11.7",
    "postgres": "18.6",
    "load_before": 0.2,
    "revision": "abc",
    "is_changed": False,
}


def found(*rows, cases=1000):
    base = {"cases": cases, "rows": [row.as_json() for row in rows], "plans": [], "seed_seconds": 20.0}
    return {"at": "2026-11-24T02:00:00+00:00", "machine": MACHINE, "seconds": 15, "warm_up": 5, "bases": [base]}


@pytest.mark.parametrize(
    ("figures", "budget", "verdict"),
    [
        ({"p95_ms": 80.0}, [at_most("p95_ms", 80)], "kept"),
        ({"p95_ms": 80.1}, [at_most("p95_ms", 80)], "missed"),
        ({"rate_per_s": 250.0, "p95_ms": 90.0}, [at_least("rate_per_s", 200), at_most("p95_ms", 80)], "missed"),
        ({"p95_ms": 1.0}, [], ""),
        ({"p95_ms": 1.0, "errors": 1.0}, [], "missed"),
        ({}, [at_most("p95_ms", 80)], "missed"),
    ],
)
def test_a_budget_is_kept_when_every_limit_is_and_nothing_went_wrong(figures, budget, verdict):
    assert Row("one", figures, budget).verdict == verdict


def test_a_row_shows_its_figures_and_its_budget():
    line = next(line for line in text(found(INTAKE)).splitlines() if "intake" in line)
    assert line.split() == ["✓", "intake", "220", "71.5", "rate_per_s", "≥", "200"]


def test_figures_without_a_column_stand_below_in_words():
    assert "backlog 4" in text(found(INTAKE))


def test_a_later_run_shows_ratios_to_an_earlier_one():
    slower = Row("intake", {**INTAKE.figures, "rate_per_s": 110.0}, INTAKE.budget)
    shown = text(found(slower), found(INTAKE))
    assert "×0.50" in shown
    assert "×1.00" in shown


def test_what_the_earlier_run_did_not_measure_has_no_ratio():
    assert "×" not in text(found(INTAKE), found(INTAKE, cases=100_000))


def test_a_large_base_is_shown_beside_the_smallest():
    whole = found(Row("lifecycle of 4 calls, 8 clients", {"rate_per_s": 50.0}))
    larger = copy.deepcopy(whole["bases"][0]) | {"cases": 1_000_000}
    larger["rows"][0]["figures"]["rate_per_s"] = 44.0
    whole["bases"].append(larger)
    assert "1,000,000 cases beside the smallest base" in text(whole)
    assert is_anything_missed(whole), "a life may cost a tenth more at most"


def test_the_document_holds_the_plans():
    one = found(INTAKE)
    one["bases"][0]["plans"] = [{"title": "queue, statement 1", "text": "Index Scan using open_case_by_due"}]
    assert "### queue, statement 1\n\n```\nIndex Scan using open_case_by_due" in document(one)


def test_a_row_survives_its_way_through_json():
    assert Row.from_json(INTAKE.as_json()) == Row(INTAKE.name, dict(INTAKE.figures), INTAKE.budget)


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (3.0, "3"), (1234.5, "1,234"), (12.34, "12.3"), (0.123, "0.12")]
)
def test_numbers_show_what_matters(value, shown):
    assert number(value) == shown
