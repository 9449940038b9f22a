"""Uploads whose columns nobody has matched yet: a file in the store, remembered by the session that sent it.

A day later the file is swept away like any that no job knows.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.http import HttpRequest

from cases.imports.job import harmless_name
from cases.imports.results import Mode
from foundation import files

_KEY = "imports"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """`folder` is its name in the store and in addresses; `digest` is the content's."""

    folder: str
    file_name: str
    digest: str
    mode: str
    dry_run: bool

    @property
    def path(self) -> Path:
        return files.file_of(self.folder, "input")

    @property
    def is_history(self) -> bool:
        return self.mode == Mode.HISTORY


def store(upload: BinaryIO, *, file_name: str, mode: str, dry_run: bool) -> Draft:
    """Puts the upload into the store, not yet remembered."""
    folder = files.new_folder()
    try:
        files.store(upload, folder=folder)
        with files.file_of(folder, "input").open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
    except BaseException:
        files.remove(folder)
        raise
    return Draft(folder, harmless_name(file_name), digest, mode, dry_run)


def remember(request: HttpRequest, draft: Draft) -> None:
    """Only the latest few; what falls out is removed."""
    kept = [*request.session.get(_KEY, []), asdict(draft)]
    for old in kept[:-_MOST]:
        files.remove(old["folder"])
    request.session[_KEY] = kept[-_MOST:]


def find(request: HttpRequest, folder: str) -> Draft | None:
    """None for another session's, and for one whose file is gone."""
    for one in request.session.get(_KEY, []):
        if one["folder"] == folder:
            draft = Draft(**one)
            return draft if draft.path.is_file() else None
    return None


def is_remembered(request: HttpRequest, folder: str) -> bool:
    """Whether this session sent it, though its file may be gone by now."""
    return any(one["folder"] == folder for one in request.session.get(_KEY, []))


def forget(request: HttpRequest, draft: Draft) -> None:
    files.remove(draft.folder)
    kept = request.session.get(_KEY, [])
    if left := [one for one in kept if one["folder"] != draft.folder]:
        request.session[_KEY] = left
    else:
        request.session.pop(_KEY, None)
