"""The zip file around a workbook, never unpacked further than it may be."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.errors import TableError

CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class _Sparing(io.BufferedReader):
    """The table of contents is read in one go, of the size that the file declares: no more than is reasonable."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or size > limits.DIRECTORY:
            data = super().read(limits.DIRECTORY + 1)
            if len(data) > limits.DIRECTORY:
                raise TableError(_("工作簿的目录过大，不是正常的 .xlsx 文件。"))
            return data
        return super().read(size)


class Archive:
    """The parts of a workbook by name. Every part is within its limits before the first is opened."""

    def __init__(self, path: Path) -> None:
        self._file = _Sparing(io.FileIO(path))
        try:
            self._zip = zipfile.ZipFile(self._file)
            self.parts = _checked(self._zip.infolist(), packed=path.stat().st_size)
        except BROKEN as error:
            self._file.close()
            raise broken() from error
        except BaseException:
            self._file.close()
            raise

    def chunks(self, part: str, *, most: int = limits.UNPACKED) -> Iterator[bytes]:
        """The part's bytes. Raises TableError for more than `most` of them, more than declared, or a damaged part."""
        entry = self.parts.get(part)
        if entry is None:
            raise TableError(_("工作簿不完整：缺少 %s。") % part[:100])
        left = min(most, entry.file_size)
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TableError(_("工作簿的 %s 部分过大。") % part[:100])
                    yield chunk
        except BROKEN as error:
            raise broken() from error

    def close(self) -> None:
        self._zip.close()
        self._file.close()


def broken() -> TableError:
    return TableError(_("工作簿已损坏或不完整，请重新导出后再上传。"))


def _checked(entries: list[zipfile.ZipInfo], *, packed: int) -> dict[str, zipfile.ZipInfo]:
    parts = {entry.filename: entry for entry in entries}
    if len(entries) > limits.ENTRIES or len(parts) < len(entries):
        raise TableError(_("工作簿内部的文件过多或重名，不是正常的 .xlsx 文件。"))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TableError(_("工作簿设了密码，请取消密码后再上传。"))
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise broken()
    too_large = sum(entry.file_size for entry in entries) > limits.UNPACKED
    overlapping = sum(entry.compress_size for entry in entries) > packed
    if too_large or overlapping or any(_swells(entry) for entry in entries):
        raise TableError(_("工作簿解压后异常地大（压缩炸弹），拒绝打开。"))
    if "[Content_Types].xml" not in parts:
        raise TableError(_("这是压缩包，不是 .xlsx 工作簿。"))
    return parts


def _swells(entry: zipfile.ZipInfo) -> bool:
    large = entry.file_size > limits.RATIO_COUNTS_FROM
    return large and entry.file_size > limits.RATIO * max(entry.compress_size, 1)
