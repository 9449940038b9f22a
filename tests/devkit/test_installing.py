from devkit import digests, disk, messages, node
from devkit.paths import ROOT

MEGABYTE = 1024 * 1024


def test_a_marker_holds_only_for_the_very_lock_it_was_written_for(tmp_path):
    lock, marker = tmp_path / "requirements.lock", tmp_path / "marker"
    lock.write_text("django==5.2.19\n")
    assert not digests.holds(marker, digests.digest([lock]))
    marker.write_text(digests.digest([lock]) + "\n")
    assert digests.holds(marker, digests.digest([lock]))
    lock.write_text("django==5.2.20\n")
    assert not digests.holds(marker, digests.digest([lock]))


def test_another_python_in_the_venv_makes_the_marker_stale(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.19\n")
    assert digests.digest([lock], also="3.11") != digests.digest([lock], also="3.12")


def test_a_disk_nearly_full_is_named_in_one_line(tmp_path):
    assert disk.missing(300 * MEGABYTE, free=300 * MEGABYTE, at=tmp_path) is None
    line = disk.missing(300 * MEGABYTE, free=120 * MEGABYTE, at=tmp_path)
    assert line == f"The disk of {tmp_path} has 120 MB free; 300 MB are needed."


def test_node_of_the_machine_counts_from_version_18():
    assert [node.major(said) for said in ("v18.0.0", "v9.11.2\n", "", "node: not found")] == [18, 9, 0, 0]


def test_only_catalogues_newer_than_their_compiled_form_are_compiled(tmp_path):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.touch()
    assert messages.stale(tmp_path) == [source]
    source.with_suffix(".mo").touch()
    assert messages.stale(tmp_path) == []


def test_lock_files_name_no_registry():
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "package-lock.json"]
    for lock in locks:
        text = lock.read_text()
        assert '"resolved"' not in text
        assert "index-url" not in text
        assert "--find-links" not in text
