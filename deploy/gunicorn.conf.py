"""How gunicorn serves pages and the API: `gunicorn --config deploy/gunicorn.conf.py command_center.wsgi`."""

import ctypes
import gc
import os

bind = os.environ.get("CENTER_WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("CENTER_WEB_WORKERS", "2"))
# A thread holds one connection to the database: workers × threads of all hosts must fit into its max_connections.
threads = int(os.environ.get("CENTER_WEB_THREADS", "4"))

timeout = 60
graceful_timeout = 30
keepalive = 75  # longer than nginx keeps an idle connection, so that it is never the one to be surprised
# Fresh processes now and then, never all at once: what leaks in a library stays small.
max_requests = 10_000
max_requests_jitter = 2_000
# In memory: on a slow disk the sign of life that a worker writes here could come too late.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 — a folder of memory, gunicorn names its own files
control_socket_disable = True  # it would want a folder to write to, and nobody asks it

errorlog = "-"
accesslog = None  # foundation.requests writes one line a request, without the query string


def post_worker_init(worker: object) -> None:
    """What was loaded stays for good, so the collector need not walk it with every round. And glibc gives each thread
    a heap of its own, which keeps the most that the thread ever needed: one for all of them, trimmed when it shrinks.
    """
    gc.collect()
    gc.freeze()
    _limit_heaps(ctypes.CDLL(None))


def _limit_heaps(libc: ctypes.CDLL) -> None:
    """Numbers of glibc's malloc.h; another C library has no such function, or says no."""
    arena_max, mmap_threshold, trim_threshold = -8, -3, -1
    if hasattr(libc, "mallopt"):
        for option, value in ((arena_max, 1), (mmap_threshold, 128 * 1024), (trim_threshold, 256 * 1024)):
            libc.mallopt(option, value)
