"""The files of jobs: outside of what the web server serves, one folder of unguessable name for each job."""

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.errors import Invalid

MOST_BYTES = 300 * 1024 * 1024
_CHUNK = 1024 * 1024
_FOLDER = re.compile(r"[0-9a-f]{32}")

Role = Literal["input", "report"]


def new_folder() -> str:
    """A fresh folder, readable by this system's own account alone; gives its name."""
    name = uuid.uuid4().hex
    root = _root()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / name).mkdir(mode=0o700)
    return name


def file_of(folder: str, role: str) -> Path:
    """Names come from here alone: what the sender called the file never becomes a path."""
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"no folder of a job: {folder!r}")
    return _root() / folder / role


def store(source: BinaryIO, *, folder: str) -> int:
    """Copies an upload into the folder as its input and says how many bytes it has. Raises Invalid when too large."""
    stored = 0
    with file_of(folder, "input").open("wb") as target:
        while chunk := source.read(_CHUNK):
            stored += len(chunk)
            if stored > MOST_BYTES:
                raise Invalid(
                    _("文件超过 %d MB，请分成几个文件上传。") % (MOST_BYTES // 1024 // 1024), code="too_large"
                )
            target.write(chunk)
    return stored


def forget_input(folder: str) -> None:
    """The uploaded file alone: personal data in clear, of no use once its job has ended."""
    if folder:
        file_of(folder, "input").unlink(missing_ok=True)


def remove(folder: str) -> None:
    """The folder with all it holds; one that is gone already is no error."""
    shutil.rmtree(file_of(folder, "input").parent, ignore_errors=True)


def folders() -> Iterator[Path]:
    """Every folder there is, whether or not a job knows it."""
    if _root().is_dir():
        yield from (path for path in _root().iterdir() if _FOLDER.fullmatch(path.name))


def _root() -> Path:
    return Path(settings.FILES_ROOT) / "jobs"
