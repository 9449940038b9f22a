"""Which sheets a workbook has, where they are kept, and how it counts days."""

import posixpath

from django.utils.translation import gettext as _

from foundation.tables.errors import TableError
from foundation.tables.xlsx.archive import Archive
from foundation.tables.xlsx.xml import Attributes, Handler

_MOST = 1_000


class Workbook(Handler):
    """`sheets` holds the part of each visible sheet by its name."""

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        main = _Relations(archive, "").first("officeDocument")
        if main is None:
            raise TableError(_("这不是 .xlsx 工作簿。"))
        if main.endswith(".bin"):
            raise TableError(_("这是 .xlsb 二进制工作簿，请在 Excel 中另存为 .xlsx 后再上传。"))
        relations = _Relations(archive, main)
        self._worksheets = relations.by_kind.get("worksheet", {})
        self.strings = relations.first("sharedStrings")
        self.styles = relations.first("styles")
        self.sheets: dict[str, str] = {}
        self.counts_from_1904 = False
        self.parse_all(archive, main)

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible" and len(self.sheets) < _MOST:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if relation in self._worksheets:
                self.sheets[attributes.get("name", "")] = self._worksheets[relation]
        elif name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}


class _Relations(Handler):
    """Which parts a part refers to: by kind of relation, then by id."""

    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__()
        self._folder, name = posixpath.split(part)
        self.by_kind: dict[str, dict[str, str]] = {}
        self.parse_all(archive, posixpath.join(self._folder, "_rels", f"{name}.rels"))

    def first(self, kind: str) -> str | None:
        return next(iter(self.by_kind.get(kind, {}).values()), None)

    def started(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External" or len(self.by_kind) > _MOST:
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
        of_kind = self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], {})
        if len(of_kind) < _MOST:
            of_kind[attributes.get("Id", "")] = target.lstrip("/")
