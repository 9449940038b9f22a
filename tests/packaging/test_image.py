"""What can be said of the images without building them: there may be no engine."""

import re
import shutil
import tomllib

import pytest

from tests.packaging.conftest import ROOT, VENV, run

DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_hadolint_finds_nothing_and_no_rule_is_switched_off():
    said = run(VENV / "hadolint", "--no-color", "--failure-threshold", "style", ROOT / "Dockerfile")
    assert (said.returncode, said.stdout) == (0, "")
    assert "hadolint" not in DOCKERFILE
    assert not list(ROOT.glob(".hadolint*"))


def test_images_are_named_by_version_and_never_by_registry():
    stages = re.findall(r"^FROM (\S+) AS (\w+)", DOCKERFILE, re.MULTILINE)
    names = {stage for _, stage in stages}
    outside = [image for image, _ in stages if image not in names]
    assert [image for image in outside if not re.fullmatch(r"[a-z]+:\d+(\.\d+)?-[a-z-]+", image)] == []


def test_both_images_run_as_nobody_special():
    finals = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[-2:]
    users = [re.findall(r"^USER (\d+)", final, re.MULTILINE)[-1] for final in finals]
    assert users == ["101", "10001"]


def test_the_context_holds_every_package_and_no_secret():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    packages = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])
    assert lines[1] == "*"
    assert packages - allowed == set()
    assert allowed.isdisjoint({"secrets", "tests", ".git", ".env", ".devdata", "devkit", "node_modules"})


def test_what_is_copied_is_in_the_context():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source.split("/")[0] for group in copied for source in group.split()} - {"."}
    assert sources <= allowed


def test_the_compiler_of_translations_is_the_one_that_is_tested():
    tools = (ROOT / "deploy/requirements-build.lock").read_text().strip()
    assert tools in (ROOT / "requirements-dev.lock").read_text()


def test_translations_are_compiled_wherever_they_are(tmp_path):
    for place in ("locale", "cases/locale"):
        folder = tmp_path / place / "en" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "派遣"\nmsgstr "dispatch"\n'
        )
    done = run("sh", "deploy/compile_messages.sh", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.rglob("django.mo"))) == 2


def test_nothing_to_compile_is_no_error(tmp_path):
    assert run("sh", "deploy/compile_messages.sh", tmp_path).returncode == 0


def test_static_files_are_named_by_content_and_compressed(static_root):
    assert list(static_root.glob("vendor/tabler/css/tabler.min.????????????.css.gz"))
    assert (static_root / "staticfiles.json").exists()


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here to read its configuration")
def test_nginx_reads_its_configuration(tmp_path, made_secrets):
    text = (ROOT / "deploy/nginx/nginx.conf").read_text()
    text = text.replace("/run/secrets/tls_certificate", str(made_secrets / "tls_certificate.pem"))
    text = text.replace("/run/secrets/tls_key", str(made_secrets / "tls_key.pem"))
    text = text.replace("/var/spool/proxy", str(tmp_path)).replace("/tmp/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text)
    said = run("nginx", "-t", "-c", tmp_path / "nginx.conf")
    assert said.returncode == 0, said.stderr
