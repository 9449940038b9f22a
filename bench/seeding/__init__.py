"""A large base with a plausible past, the same on every machine.

Some thousand cases live their lives one by one, as in the demo (`lives`); the database then multiplies them, moved back
by whole weeks, each with words of its own (`copies`). Nothing depends on the real day: it is always `ANCHOR`.
"""

from datetime import datetime

from kernel.times import SHANGHAI

# A Tuesday, ten in the morning: the moment at which every run of the bench begins.
ANCHOR = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
OPEN_SHARE = 0.05
