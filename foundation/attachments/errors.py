from kernel.errors import FieldError, Invalid

FIELD = "file"


class FileRefused(Invalid):
    """The file is none of those that are taken, or is damaged (400); names the field it came in."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message, errors=[FieldError(FIELD, code, message)], code=code)
