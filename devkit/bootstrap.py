"""From a bare clone to a checkout that can run; nearly nothing when it already can."""

import os
import sys

from devkit import disk, locks, messages, node, venv
from devkit.paths import DATA, ROOT
from devkit.say import Trouble


def bootstrap() -> None:
    if sys.platform != "linux" and not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        raise Trouble("The servers brought along run on Linux: elsewhere set DATABASE_URL and REDIS_URL.")
    disk.require(disk.FOR_RUNNING)
    make_data_folder()
    lock = locks.Lock(DATA / "install.lock")
    with locks.waited_for(lock, words="dev.py", waiting="Waiting for {}, which is installing …".format):
        venv.ensure()
        node.ensure()
        messages.ensure()


def make_data_folder() -> None:
    try:
        DATA.mkdir(exist_ok=True)
    except OSError as problem:
        raise Trouble(f"Cannot write into {ROOT} ({problem.strerror}): use a checkout of your own.") from None
    if not os.access(DATA, os.W_OK | os.X_OK):
        raise Trouble(f"{DATA} belongs to another user: start as that user, or use a checkout of your own.")
