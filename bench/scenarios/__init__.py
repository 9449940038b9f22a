"""The scenarios, in the order of a run of all: what changes the base most comes last.

Each is a module of this folder with `run(bench: Bench) -> list[Row]`; a new one is a file and a line here.
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.context import Bench
    from bench.figures import Row

SCENARIOS = {
    "queue": "pages of the desk and of GET /cases/, many filters, first and deep",
    "search": "text search for common, rare and absent words",
    "case": "one case in detail, and signing for it",
    "whistle": "whistles: blowing for 23 departments, check-ins, lists, one in detail, what the suggestion is worth",
    "admin": "lists of Django admin over the large tables, the audit page",
    "intake": "orders one by one, dispatched by worker and beat",
    "batch": "orders by the hundred and by the thousand",
    "lifecycle": "receive, sign, reply and search, mixed",
    "feed": "from a change to its position in the feed, while orders come in",
    "stream": "1,000 desks on one stream process: from commit to every desk, its memory",
    "faults": "workers, servers and clocks fail on purpose; every rung fires exactly once",
    "sweep": "the deadline sweep with nothing due, and with 100,000 rungs due at once",
    "settle": "a period of 100,000 cases settled for streets and departments",
    "import": "a file of orders",
}
# No module may be called as a word of the language.
_MODULES = {"import": "import_file"}


def scenario(name: str) -> Callable[["Bench"], list["Row"]]:
    """Imported when asked for: it needs a Django that has been set up."""
    module = importlib.import_module(f"{__name__}.{_MODULES.get(name, name)}")
    run: Callable[[Bench], list[Row]] = module.run
    return run


def chosen(names: list[str]) -> list[str]:
    """Those asked for, each once, in their order."""
    return [name for name in SCENARIOS if name in names or "all" in names]
