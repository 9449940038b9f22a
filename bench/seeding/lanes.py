"""Connections that write much at once, and threads that each own one."""

import os
import threading
from collections.abc import Callable
from typing import Any

import psycopg2

# Foreign keys are not looked up and a commit does not wait for the disk: whoever writes so looks at it all afterwards.
_SESSION = """
    SET session_replication_role = replica; SET synchronous_commit = off; SET timezone = 'Asia/Shanghai';
    SET maintenance_work_mem = '1GB'; SET work_mem = '512MB';
"""


class Lane(threading.Thread):
    """One connection with its tables, in one transaction."""

    def __init__(self, work: Callable[[Any], None]) -> None:
        super().__init__()
        self.work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with connected() as connection, connection.cursor() as cursor:
                self.work(cursor)
        except Exception as error:
            self.error = error


def connected() -> Any:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute(_SESSION)
    return connection
