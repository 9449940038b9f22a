"""Which files of the pages' packages are collected."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder


class ChosenFilesFinder(FileSystemFinder):
    """Of a package that `STATIC_CHOSEN` names, the files it names; of all others everything."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for path, storage in super().list(ignore_patterns):
            chosen = settings.STATIC_CHOSEN.get(getattr(storage, "prefix", None) or "")
            if chosen is None or path in chosen:
                yield path, storage
