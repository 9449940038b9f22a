"""What a file is called when it is shown; never a path, never what it is stored under."""

import re
import unicodedata

from kernel.texts import mask_numbers

_LONGEST = 80
_NOT_IN_NAMES = re.compile(r'[<>:"|?*;%&#\']')
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


def clean_name(name: str, *, media_type: str) -> str:
    """'..\\\\..\\\\现场 13800001111.exe' → '现场 138****1111.jpg': the last part, telephone numbers masked, named after
    its content."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = _NOT_IN_NAMES.sub("", plain).rpartition(".")[0] or plain.rpartition(".")[2]
    return (mask_numbers(_NOT_IN_NAMES.sub("", stem).strip(" .")) or "file")[:_LONGEST] + _SUFFIXES[media_type]
