"""Files that a person names on the command line: whether they can be read and written, in words."""

import os
import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy

from kernel.errors import Invalid

_WORDS = (
    (FileNotFoundError, gettext_lazy("找不到文件或文件夹：%s。")),
    (IsADirectoryError, gettext_lazy("这是文件夹，不是文件：%s。")),
    (NotADirectoryError, gettext_lazy("路径中有一段不是文件夹：%s。")),
    (PermissionError, gettext_lazy("没有读写的权限：%s。")),
)


def sentence_of(error: OSError, path: Path) -> str:
    """Why the file cannot be read or written."""
    words = next((words for kind, words in _WORDS if isinstance(error, kind)), gettext_lazy("不能读写：%s。"))
    return str(words) % path


def require_writable(path: Path) -> None:
    """Asked before long work whose outcome is to be written there. Raises Invalid `not_writable`."""
    try:
        if path.is_dir():
            raise IsADirectoryError
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    except OSError as error:
        raise Invalid(sentence_of(error, path), code="not_writable") from error
    os.close(handle)
    Path(name).unlink()


def writable_folder() -> Path:
    """The current folder, or the one for temporary files where that may not be written to, as in a container."""
    here = Path.cwd()
    return here if os.access(here, os.W_OK) else Path(tempfile.gettempdir())
