"""XML parts as they are parsed: no tree, no entities, no depth."""

from collections.abc import Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _

from foundation.tables import limits
from foundation.tables.errors import TableError
from foundation.tables.xlsx.archive import Archive, broken

Attributes = dict[str, str]
_PROLOGUE = 64 * 1024
_DEEPEST = 100
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


class Handler:
    """Gathers from a part what it needs: overrides `started`, `ended` and `text`; names come without their prefix."""

    def __init__(self) -> None:
        self._depth = 0

    def started(self, name: str, attributes: Attributes) -> None: ...

    def ended(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...

    def parse(self, archive: Archive, part: str, *, most: int = limits.UNPACKED) -> Iterator[int]:
        """Parses chunk by chunk; whoever iterates gets the bytes so far, and may take what was gathered."""
        parser = _new_parser()
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self.text
        fed = 0
        try:
            for chunk in archive.chunks(part, most=most):
                if not fed and chunk.startswith(_UTF16):
                    raise broken()
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > 2 * limits.LINE:  # one tag or comment without end
                    raise broken()
                yield fed
            parser.Parse(b"", True)
            yield fed
        except expat.ExpatError as error:
            raise broken() from error

    def parse_all(self, archive: Archive, part: str, *, most: int = limits.SMALL_PART) -> None:
        for _fed in self.parse(archive, part, most=most):
            pass

    def _on_start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise broken()
        self.started(_local(name) if ":" in name else name, attributes)

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        self.ended(_local(name) if ":" in name else name)


def refuse_doctypes(archive: Archive) -> None:
    """Looks into the parts that are never read as well: a file that was tampered with is not to be trusted in part."""
    for part in archive.parts:
        if part.endswith((".xml", ".rels", ".vml")):
            try:
                _new_parser().Parse(next(archive.chunks(part), b"")[:_PROLOGUE], False)
            except expat.ExpatError as error:
                raise broken() from error


def _local(name: str) -> str:
    """Some programs write `x:row`."""
    return name.rpartition(":")[2]


def _new_parser() -> expat.XMLParserType:
    """Stops at any document type: there entities are declared, and no Excel ever writes one."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    parser.buffer_size = 64 * 1024
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise TableError(_("工作簿里声明了 XML 实体（DOCTYPE），这样的文件不予读取。"))
