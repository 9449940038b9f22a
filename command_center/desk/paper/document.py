"""The paper as a docx file."""

from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from command_center.desk.paper.sheet import Part, Sheet

_FONT = "SimSun"
# Centimetres between the margins; characters that a column counts at least and at most.
_PAGE, _LEAST, _MOST = 17, 8, 40


def document_of(sheet: Sheet) -> BytesIO:
    """An A4 document of it, at its beginning."""
    paper = _blank(sheet)
    paper.add_heading(_legal(sheet.title), level=1)
    _pairs(paper, sheet)
    paper.add_heading(_("诉求"), level=2)
    for line in sheet.content.splitlines():
        paper.add_paragraph(_legal(line))
    for part in sheet.parts:
        paper.add_heading(part.title, level=2)
        _table(paper, part)
    file = BytesIO()
    paper.save(file)
    file.seek(0)
    return file


def _blank(sheet: Sheet) -> DocxDocument:
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    paper.styles["Normal"].font.size = Pt(10.5)
    properties = paper.core_properties
    properties.author, properties.title = _("区城市管理监督指挥中心"), sheet.case_no
    page.header.paragraphs[0].text = _("案件 %(no)s") % {"no": sheet.case_no}
    foot = page.footer.paragraphs[0]
    foot.text, foot.alignment = _legal(sheet.foot), WD_ALIGN_PARAGRAPH.CENTER
    return paper


def _pairs(paper: DocxDocument, sheet: Sheet) -> None:
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for name, text in sheet.facts:
        _fill(table, (name, text))


def _table(paper: DocxDocument, part: Part) -> None:
    table = paper.add_table(rows=0, cols=len(part.header), style="Table Grid")
    _fill(table, part.header)
    # The header stands on each page that the table goes on to.
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(first.makeelement(qn("w:tblHeader"), {}))
    for row in part.rows:
        _fill(table, row)
    for column, width in zip(table.columns, _widths(part), strict=True):
        for cell in column.cells:
            cell.width = width


def _widths(part: Part) -> list[Length]:
    """The width of the page by how much the columns have to say; the shortest still holds a date."""
    longest = [max(map(len, column)) for column in zip(part.header, *part.rows, strict=True)]
    weights = [min(max(one, _LEAST), _MOST) for one in longest]
    return [Cm(_PAGE * weight / sum(weights)) for weight in weights]


def _fill(table: Table, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text = _legal(text)


def _legal(text: str) -> str:
    """Without characters that XML cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text.encode("utf-8", "replace").decode())
