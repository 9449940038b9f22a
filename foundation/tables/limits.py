"""What a table may be at most; whatever exceeds it was not made by a person for this purpose."""

COLUMNS = 100
CELL = 100_000
"""Characters in one cell."""
HEADING = 100
"""Characters in one column's name."""
LINE = 2_000_000
"""Characters in one line of text, or bytes in one row of a sheet."""

ENTRIES = 2_000
"""Files inside a workbook."""
UNPACKED = 1_000_000_000
"""Bytes that a workbook may become."""
SMALL_PART = 16_000_000
"""Bytes of the parts of a workbook that are no rows and no texts."""
RATIO = 250
"""How many times larger a packed part may become: what people write shrinks thirtyfold, zeros a thousandfold."""
RATIO_COUNTS_FROM = 5_000_000
"""Bytes unpacked, under which any ratio will do."""
DIRECTORY = 2_000_000
"""Bytes of a workbook's table of contents."""
