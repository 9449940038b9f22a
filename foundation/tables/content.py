"""What a file is, by its first bytes; what its name says counts for nothing."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables.errors import TableError

_ZIP = b"PK\x03\x04"
_SAVE_AS = gettext_lazy("请在 Excel 中另存为 .xlsx 或“CSV UTF-8”后再上传。")

# Longer beginnings first.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", gettext_lazy("这是旧版 .xls 文件，或设了密码的工作簿。")),
    (b"\xff\xfe\x00\x00", gettext_lazy("这是 UTF-32 编码的文本。")),
    (b"PK", gettext_lazy("这是空的或损坏的压缩包。")),
    (b"%PDF", gettext_lazy("这是 PDF 文件，不是表格。")),
    (b"\x89PNG", gettext_lazy("这是图片，不是表格。")),
    (b"\xff\xd8\xff", gettext_lazy("这是图片，不是表格。")),
    (b"GIF8", gettext_lazy("这是图片，不是表格。")),
    (b"\x1f\x8b", gettext_lazy("这是 gzip 压缩文件，请先解压。")),
    (b"7z\xbc\xaf", gettext_lazy("这是 7z 压缩文件，请先解压。")),
    (b"Rar!", gettext_lazy("这是 RAR 压缩文件，请先解压。")),
    (b"\x7fELF", gettext_lazy("这是程序，不是表格。")),
    (b"MZ\x90", gettext_lazy("这是程序，不是表格。")),
    (b"{\\rtf", gettext_lazy("这是 RTF 文档，不是表格。")),
)


def is_workbook(path: Path) -> bool:
    """True for what may be xlsx, False for what may be CSV; raises TableError for what is neither."""
    with path.open("rb") as file:
        head = file.read(512)
    if not head:
        raise TableError(_("文件是空的。"))
    if head.startswith(_ZIP):
        return True
    for beginning, sentence in _REFUSED:
        if head.startswith(beginning):
            raise TableError(f"{sentence}{_SAVE_AS}")
    text = _bare(head).lstrip()
    if text.startswith(b"<"):
        raise TableError(_("这是网页或 XML 文件，只是名字像表格。") + str(_SAVE_AS))
    if text.startswith((b"{", b"[{", b"[[")):
        raise TableError(_("这是 JSON 文件，不是表格。"))
    return False


def _bare(head: bytes) -> bytes:
    """Without the marks of encodings, in which signs of ASCII are led or followed by a zero."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head[2:].replace(b"\0", b"") if marked else head.removeprefix(b"\xef\xbb\xbf")
