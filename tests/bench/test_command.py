import importlib.util
import json

import pytest

from bench import command
from bench.scenarios import SCENARIOS, chosen, scenario


def test_scenarios_run_once_in_their_own_order_whatever_the_order_asked_for():
    assert chosen(["sweep", "queue", "sweep"]) == ["queue", "sweep"]
    assert chosen(["all"]) == list(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_of_the_usage_can_be_run(name):
    assert callable(scenario(name))


def test_an_unknown_scenario_is_refused_with_the_names_there_are(capsys):
    with pytest.raises(SystemExit):
        command.main(["strem"])
    assert "no scenario strem; there are queue, search" in capsys.readouterr().err


def test_the_usage_lists_every_scenario(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    said = capsys.readouterr().out
    assert all(about in said for about in SCENARIOS.values())


def test_a_result_is_kept_as_json_and_as_a_document(tmp_path, monkeypatch):
    from tests.bench.test_report import INTAKE, found

    monkeypatch.setattr(command, "RESULTS", tmp_path)
    path = command._keep(found(INTAKE))
    assert json.loads(path.read_text())["bases"][0]["rows"][0]["name"] == "intake"
    assert path.with_suffix(".md").read_text().startswith("# Bench")


def test_the_clock_of_a_run_starts_when_the_seeded_story_ends():
    from bench.seeding import ANCHOR

    assert ANCHOR.timestamp() == command.ANCHOR


def test_nothing_of_the_bench_is_part_of_the_house():
    assert importlib.util.find_spec("bench") is not None
    assert "bench" not in _installed_apps()


def _installed_apps():
    from django.conf import settings

    return settings.INSTALLED_APPS
