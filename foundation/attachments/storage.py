"""The files of attachments: outside of what the web server serves, named by id alone.

A file appears whole or not at all. One without a row is removed by the sweep, a row without its file says so.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SMALL = "-small"


def path_of(attachment_id: uuid.UUID, *, is_small: bool = False) -> Path:
    return _root() / relative_path(attachment_id, is_small=is_small)


def relative_path(attachment_id: uuid.UUID, *, is_small: bool = False) -> str:
    """Two letters of folder, so that none grows without bound."""
    name = attachment_id.hex
    return f"{name[:2]}/{name}{SMALL if is_small else ''}"


def store(attachment_id: uuid.UUID, body: bytes, *, small: bytes = b"") -> None:
    """The preview first: whoever sees the file finds its preview as well."""
    if small:
        _write(path_of(attachment_id, is_small=True), small)
    _write(path_of(attachment_id), body)


def is_there(attachment_id: uuid.UUID) -> bool:
    return path_of(attachment_id).is_file()


def remove(attachment_id: uuid.UUID) -> None:
    """Both files; gone already is no error."""
    path_of(attachment_id).unlink(missing_ok=True)
    path_of(attachment_id, is_small=True).unlink(missing_ok=True)


def files() -> Iterator[Path]:
    """Every file there is, half-written ones among them, whether or not a row knows it."""
    yield from _root().glob("[0-9a-f][0-9a-f]/*")


def id_of(path: Path) -> uuid.UUID | None:
    """Whose file it is; None for one that was being written."""
    try:
        return uuid.UUID(hex=path.name.removesuffix(SMALL))
    except ValueError:
        return None


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".part-{uuid.uuid4().hex}")
    try:
        with part.open("xb") as target:
            target.write(body)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _root() -> Path:
    return Path(settings.FILES_ROOT) / "attachments"
