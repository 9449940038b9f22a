"""Each process of a parallel test run has a Valkey number of its own, so that no test meets another's messages.

Loaded by `-p` before Django reads its settings.
"""

import os
from urllib.parse import urlsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER.startswith("gw") and "REDIS_URL" in os.environ:
    _address = urlsplit(os.environ["REDIS_URL"])
    _number = int(_address.path.strip("/") or 0) + 1 + int(WORKER.removeprefix("gw"))
    os.environ["REDIS_URL"] = _address._replace(path=f"/{_number}").geturl()
