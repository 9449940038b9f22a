"""Departments' systems answer summonses while what they talk to is killed, part after part, and so are they.

The whole house runs (web, worker, beat, outbox) with two reference clients: one asks for changes, one is told by
webhook. A street whistles for both again and again; at the end each summons must have been answered exactly once.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType

import httpx
import psycopg2

from bench.faults.enrolling import DEPARTMENTS
from bench.faults.ground import RUN, Ground
from bench.faults.house import House, commands, until
from devkit import ports

DEPARTMENT_SYSTEMS = ("asks", "is_told")
PARTS = ("web", "worker", "valkey", "outbox", *DEPARTMENT_SYSTEMS)
SECONDS_DOWN = 1.5
# How long a worker may be silent before it ends itself, as in `celery_work`.
_SILENCE = "40"
_HERE = "127.0.0.0/8"
_STEPS = ("signed", "checked_in", "reported")


@dataclass
class Street(threading.Thread):
    """Whistles for both departments, one whistle after the other; each goes out once, however often it is sent."""

    centre: ModuleType
    url: str
    token: str
    every: float
    blown: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        http = httpx.Client(base_url=self.url, timeout=20)
        line = self.centre.Centre(http, self.token, threading.Event())
        while not self.stop.wait(self.every):
            body = {
                "kind": "enforcement",
                "matter": f"联合整治第 {self.blown + 1} 处",
                "departments": [{"organization": code, "duty": "综合执法"} for code in DEPARTMENTS],
            }
            line.call("POST", "/whistles/", key=f"blow-{self.blown}", json=body).raise_for_status()
            self.blown += 1


@dataclass(frozen=True)
class Answered:
    """`wrong` is empty when every summons was answered once."""

    summonses: int
    kills: int
    wrong: dict[str, int]


def answer_while_killing(
    place: Ground,
    client: ModuleType,
    *,
    parts: tuple[str, ...],
    whistles: int,
    seconds: float = 0.0,
    every: float = 0.5,
    between: int = 3,
) -> Answered:
    """`parts` are killed in turn, one after every `between` whistles, until so many `whistles` are out and so many
    `seconds` over. Counted in whistles, since a busy machine is slow."""
    place.fresh()
    with _house(place) as (house, tokens):
        street = Street(client, f"http://{ports.LOOPBACK}:{house.port}", tokens["street"], every)
        street.start()
        kills, over = 0, time.monotonic() + seconds
        while street.blown < whistles or time.monotonic() < over:
            due = street.blown + between
            until(lambda due=due: street.blown >= due, "no whistle gets out any more", house)  # type: ignore[misc]
            part = parts[kills % len(parts)]
            house.kill(part)
            time.sleep(SECONDS_DOWN)
            house.start(part)
            kills += 1
        street.stop.set()
        until(lambda: not street.is_alive(), "the street's last whistle does not get out", house)
        until(lambda: _unanswered(place) == 0, "some summonses are not answered", house)
    return Answered(street.blown * len(DEPARTMENTS), kills, wrong(place.postgres.url(RUN), whistles=street.blown))


@contextmanager
def _house(place: Ground) -> Iterator[tuple[House, dict[str, str]]]:
    port, hook = ports.free(), ports.free()
    for name in DEPARTMENT_SYSTEMS:  # what they knew of another run
        (place.home / f"{name}.json").unlink(missing_ok=True)
    tokens = json.loads(place.run("enrolling", hook, CENTER_WEBHOOK_NETWORKS=_HERE).splitlines()[-1])
    env = {
        **place.env,
        "CENTER_WEBHOOK_NETWORKS": _HERE,
        "CENTER_WORKER_MAX_SILENCE": _SILENCE,
        "CENTER_CONN_MAX_AGE": "0",
    }
    secrets = {name: {"CENTRE_TOKEN": tokens[name], "CENTRE_SECRET": tokens["secret"]} for name in DEPARTMENT_SYSTEMS}
    house = House(place, commands(place, port=port, hook=hook), env, port, secrets)
    try:
        house.start("web", "worker", "beat", "outbox")
        house.await_ready()
        house.start(*DEPARTMENT_SYSTEMS)
        yield house, tokens
    finally:
        house.stop()


def _unanswered(place: Ground) -> int:
    return _count(place.postgres.url(RUN), "SELECT count(*) FROM enforcement_summons WHERE state <> 'reported'")


def wrong(url: str, *, whistles: int) -> dict[str, int]:
    """What must not be and is, asked of the database."""
    questions = {
        "whistles lost or doubled": f"SELECT abs(count(*) - {whistles}) FROM enforcement_whistle",
        "summonses lost": f"SELECT abs(count(*) - {whistles * len(DEPARTMENTS)}) FROM enforcement_summons",
        "not answered": "SELECT count(*) FROM enforcement_summons WHERE state <> 'reported'",
        "check-ins missing or doubled": """
            SELECT count(*) FROM enforcement_summons s
            WHERE 1 <> (SELECT count(*) FROM enforcement_checkin c WHERE c.summons_id = s.id)""",
    } | {
        f"not {step} exactly once": f"""
            SELECT count(*) FROM enforcement_summons s WHERE 1 <> (
                SELECT count(*) FROM enforcement_summonsevent e WHERE e.summons_id = s.id AND e.kind = '{step}')"""
        for step in _STEPS
    }
    found = {name: _count(url, statement) for name, statement in questions.items()}
    return {name: count for name, count in found.items() if count}


def _count(url: str, statement: str) -> int:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        (count,) = cursor.fetchone() or (0,)
    connection.close()
    return int(count)
