from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid


class TableError(Invalid):
    """The file cannot be read as a table, or not any further (400); `line` and `column` as a person counts them.

    `column` is the name in the header where there is one, else the number.
    """

    code = "bad_table"

    def __init__(self, message: str, *, line: int | None = None, column: str | int | None = None) -> None:
        where = _("第 %d 行") % line if line else ""
        if column is not None:
            where += _("“%s”列") % column if isinstance(column, str) else _("第 %d 列") % column
        sentence = f"{where}：{message}" if where else message
        super().__init__(sentence, errors=[FieldError(str(column or line or "file"), self.code, sentence)])
        self.line = line
        self.column = column
