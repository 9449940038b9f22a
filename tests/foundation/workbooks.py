"""Workbooks as other programs, and people who mean harm, write them: XML in a zip."""

import zipfile
from pathlib import Path

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{KIND}{kind}" Target="{target}"/>'


def parts(rows: str, *, after: str = "", strings: str = "", styles: str = "") -> dict[str, str]:
    """The parts of a workbook with one sheet of these rows."""
    main = RELATIONS.format(
        relation(1, "worksheet", "worksheets/sheet1.xml")
        + relation(2, "sharedStrings", "sharedStrings.xml")
        + relation(3, "styles", "styles.xml")
    )
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(relation(1, "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": main,
        "xl/workbook.xml": '<workbook><sheets><sheet name="工单" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


HEADER = f'<row r="1">{text("A1", "工单编号")}{text("B1", "标题")}</row>'


def save(path: Path, content: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path
