import json

from devkit import banner, health, supervisor
from devkit.supervisor import Supervisor


class Part:
    """A part of the centre that dies when told to."""

    process = None

    def __init__(self, name, log, happened):
        self.name, self.log, self.happened, self.living = name, log, happened, False

    def start(self):
        self.living = True
        self.happened.append(f"start {self.name}")

    def stop(self):
        self.living = False
        self.happened.append(f"stop {self.name}")

    def alive(self):
        return self.living


def test_parts_stop_in_the_reverse_order_of_their_start(tmp_path):
    happened, kept = [], Supervisor()
    for name in ("postgres", "web", "worker"):
        kept.start(Part(name, tmp_path / name, happened))
    kept.stop_all()
    assert happened[3:] == ["stop worker", "stop web", "stop postgres"]


def test_a_part_that_dies_is_started_again_after_its_pause(tmp_path, monkeypatch, capsys):
    clock = [100.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: clock[0])
    happened, kept = [], Supervisor()
    beat = Part("beat", tmp_path / "beat.log", happened)
    kept.start(beat)
    beat.living = False
    kept.look()
    kept.look()
    assert happened == ["start beat"]
    clock[0] += 1.0
    kept.look()
    assert happened == ["start beat", "start beat"]
    assert "beat ended with status unknown; starting it again in 1 s" in capsys.readouterr().err


def test_pauses_double_up_to_a_minute():
    assert [supervisor.pause_after(deaths) for deaths in (0, 1, 2, 5, 6, 50)] == [1, 2, 4, 32, 60, 60]


def test_a_worker_is_silent_when_it_is_old_enough_and_nothing_was_swept():
    stale, fresh, never = ({"sweeps": {"age_seconds": age}} for age in (91, 4, None))
    assert health.worker_is_silent(stale, worker_age=100)
    assert health.worker_is_silent(never, worker_age=100)
    assert not health.worker_is_silent(fresh, worker_age=100)
    assert not health.worker_is_silent(stale, worker_age=80)
    assert not health.worker_is_silent({}, worker_age=100)


def test_the_account_table_is_aligned_for_wide_characters(tmp_path):
    demo = tmp_path / "demo.json"
    rows = [
        {"role": "派遣员", "username": "dispatcher", "password": "a"},
        {"role": "r", "username": "u", "password": "b"},
    ]
    demo.write_text(json.dumps({"accounts": rows}))
    lines = banner.text("http://127.0.0.1:8000", demo).splitlines()
    assert lines[1] == "The centre is ready: http://127.0.0.1:8000"
    assert lines[4:6] == ["  派遣员  dispatcher  a", "  r       u           b"]
