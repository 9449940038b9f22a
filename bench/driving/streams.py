"""Many open streams in one process of their own, and the moment at which each of them hears of what."""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

_CONTEXT = multiprocessing.get_context("spawn")
_AT_ONCE = 32
# A change as all sides know it: subject and version.
Told = tuple[str, int]


@dataclass
class Desks:
    """`heard` is filled when the block ends: what, and when, by the clock that all processes of the machine share."""

    heard: list[tuple[Told, float]] = field(default_factory=list)


@contextmanager
def open_desks(port: int, cookies: Sequence[str]) -> Iterator[Desks]:
    """A stream for each cookie; the block begins when the last of them is open."""
    ours, theirs = _CONTEXT.Pipe()
    child = _CONTEXT.Process(target=_listen, args=(port, cookies, theirs), daemon=True)
    child.start()
    theirs.close()
    desks = Desks()
    _said(ours)
    try:
        yield desks
        ours.send("enough")
        desks.heard += _said(ours)
    finally:
        ours.close()
        child.join(30)


def _said(line: Connection) -> Any:
    try:
        return line.recv()
    except EOFError:
        raise RuntimeError("the process with the desks died; its message stands above") from None


def _listen(port: int, cookies: Sequence[str], line: Connection) -> None:
    line.send(asyncio.run(_all(port, cookies, line)))


async def _all(port: int, cookies: Sequence[str], line: Connection) -> list[tuple[Told, float]]:
    heard: list[tuple[Told, float]] = []
    door, opened = asyncio.Semaphore(_AT_ONCE), [asyncio.Event() for _ in cookies]
    tasks = [asyncio.create_task(_desk(port, *one, door, heard)) for one in zip(cookies, opened, strict=True)]
    all_open = asyncio.gather(*(one.wait() for one in opened))
    done, _waiting = await asyncio.wait([all_open, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for one in done:
        one.result()  # a desk that is done was refused, or lost its line
    line.send("ready")
    await asyncio.to_thread(line.recv)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return heard


async def _desk(
    port: int, cookie: str, opened: asyncio.Event, door: asyncio.Semaphore, heard: list[tuple[Told, float]]
) -> None:
    async with door:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
        writer.write(request.encode())
        while not (await _line(reader)).startswith(b"data: "):
            pass
    opened.set()
    while True:
        line = await _line(reader)
        if line.startswith(b"data: "):
            now = time.monotonic()
            told = json.loads(line[6:]).get("changes", ())
            heard += [((change["subject"], change["version"]), now) for change in told]


async def _line(reader: asyncio.StreamReader) -> bytes:
    line = await reader.readline()
    if not line:
        raise RuntimeError("a stream was closed")
    return line
