"""Translations: compiled with Babel, because a bare machine has no msgfmt, and kept out of git."""

from pathlib import Path

from devkit import environment, processes, steps
from devkit.paths import PYTHON, ROOT


def ensure() -> None:
    for source in stale(ROOT):
        compiled, locale = source.with_suffix(".mo"), source.parent.parent.name
        command: processes.Command = [
            PYTHON,
            "-m",
            "babel.messages.frontend",
            "compile",
            "-i",
            source,
            "-o",
            compiled,
            "-l",
            locale,
        ]
        steps.run(f"compiling {source.relative_to(ROOT)}", command, env=environment.for_children())


def stale(root: Path) -> list[Path]:
    """Catalogues that are newer than what was compiled from them."""
    sources = [*root.glob("locale/*/LC_MESSAGES/*.po"), *root.glob("*/locale/*/LC_MESSAGES/*.po")]
    return sorted(source for source in sources if _is_stale(source, source.with_suffix(".mo")))


def _is_stale(source: Path, compiled: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
