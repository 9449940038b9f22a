"""Documents are kept as they came, so that only such are taken as are whole and visibly bring no macros, scripts and
files along; `programs` says what is not looked for."""

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.attachments.errors import FileRefused
from foundation.attachments.programs import has_programs
from foundation.tables import TableError
from foundation.tables.xlsx.archive import Archive

_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
# The end mark may be followed by a few blanks, not by another file.
_PDF_TAIL = 1024
# Objects of other programs, and controls.
_INSIDE = ("/embeddings/", "/activex/")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MAIN_PARTS = {
    "word/document.xml": f"{_OPEN_XML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN_XML}.spreadsheetml.sheet",
}


def is_pdf(raw: bytes) -> bool:
    return raw.startswith(_PDF)


def is_zip(raw: bytes) -> bool:
    return raw.startswith(_ZIP)


def read_pdf(raw: bytes) -> str:
    """The media type. Raises FileRefused `damaged`, `has_programs`."""
    if b"%%EOF" not in raw[-_PDF_TAIL:]:
        raise FileRefused(_("PDF 不完整，请重新导出后再上传。"), code="damaged")
    if has_programs(raw):
        words = _("PDF 带有脚本、附件或打开时执行的动作，请用打印方式另存为 PDF 再上传。")
        raise FileRefused(words, code="has_programs")
    return "application/pdf"


def read_office(raw: bytes) -> str:
    """The media type of a docx or xlsx. Raises FileRefused `damaged`, `unknown_content`, `has_macros`,
    `has_programs`."""
    names = _parts(raw)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("文档带有宏，请另存为不带宏的 docx 或 xlsx。"), code="has_macros")
    if any(folder in name.lower() for name in names for folder in _INSIDE):
        raise FileRefused(_("文档里嵌有其他文件或控件，请删除后再上传，或把它们单独上传。"), code="has_programs")
    found = [media_type for part, media_type in _MAIN_PARTS.items() if part in names]
    if len(found) != 1:
        raise FileRefused(_("压缩包里的不是 docx 或 xlsx 文档。"), code="unknown_content")
    return found[0]


def _parts(raw: bytes) -> frozenset[str]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        try:
            archive = Archive(Path(file.name))
        except TableError as error:
            raise FileRefused(_("文档已损坏，或不是 docx、xlsx 文档，请重新导出后再上传。"), code="damaged") from error
        try:
            return frozenset(archive.parts)
        finally:
            archive.close()
