"""Where the bench keeps its things: servers, seeded databases, results."""

from devkit.paths import DATA

HOME = DATA / "bench"
RESULTS = HOME / "results"
FILES = HOME / "files"
LOCK = HOME / "bench.lock"
SECRETS = HOME / "secrets.json"
