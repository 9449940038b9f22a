"""What a PDF would do by itself: scripts, starting programs, files inside it, actions when it is opened.

Looked for in what stands in the file in clear, names written with `#xx` among it. Not looked into: compressed object
streams, encrypted files, forms, links that a reader has to click.
"""

import re

_END = rb"(?=[\s()<>\[\]{}/%]|$)"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)" + _END)
# Three bytes may stand in a picture by chance: this name is asked for outside of streams only.
_SCRIPT = re.compile(rb"/JS" + _END)
_STREAM = re.compile(rb"stream\r?\n")
_OPENING = re.compile(rb"/OpenAction\s*(?:(?P<inline><<)|(?P<object>\d{1,10})\s+(?P<edition>\d{1,5})\s+R)")
_GOES_TO_PAGE = re.compile(rb"/S\s*/GoTo" + _END)
_LOOKED_AT = 500
_MOST_OPENINGS = 8


def has_programs(raw: bytes) -> bool:
    """Whether a reader that opens the PDF might run or open something else; to begin at a certain page is no harm."""
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw)
    if _ACTIVE.search(plain) or _SCRIPT.search(_outside_streams(plain)):
        return True
    openings = {found.group(): found for found in _OPENING.finditer(plain)}
    return len(openings) > _MOST_OPENINGS or any(_acts(found, plain) for found in openings.values())


def _outside_streams(plain: bytes) -> bytes:
    return b"\n".join(_STREAM.split(part, maxsplit=1)[0] for part in plain.split(b"endstream"))


def _acts(opening: re.Match[bytes], plain: bytes) -> bool:
    """Whether this is an action, other than going to a page; a destination is an array."""
    if opening["inline"]:
        return not _GOES_TO_PAGE.search(plain, opening.end(), opening.end() + _LOOKED_AT)
    named = re.compile(rb"(?<!\d)%s\s+%s\s+obj\s*<<" % (opening["object"], opening["edition"]))
    return any(
        not _GOES_TO_PAGE.search(plain, found.end(), found.end() + _LOOKED_AT) for found in named.finditer(plain)
    )
