"""The real stream process and the real outbox on this test's own database, and readers of the stream."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.test import Client

from devkit import ports

ROOT = Path(__file__).resolve().parents[2]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def processes():
    """Starts processes of the house; ends those that are left."""
    name, parts = settings.DATABASES["default"]["NAME"], os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{parts[0]}/{name}", "REDIS_URL": settings.REDIS_URL}
    env |= {"CENTER_CONN_MAX_AGE": "0"}
    started = []

    def start(*command, **more):
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env | {"REDIS_URL": settings.REDIS_URL} | more
        )
        started.append(process)
        return process

    yield start
    for process in started:
        end(process)


@pytest.fixture
def stream_server(processes):
    """Starts uvicorn and the outbox; what it gives is the address."""

    def start(port=None, **more):
        port = port or ports.free()
        uvicorn = ["-m", "uvicorn", "command_center.asgi:application", "--port", str(port), "--no-access-log"]
        server = processes(*uvicorn, "--timeout-graceful-shutdown", "1", **more)
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url))
        return url, server

    processes("manage.py", "run_outbox", "--interval", "0.05")
    return start


def end(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(url):
    try:
        return httpx.get(f"{url}/health/live").status_code == 200
    except httpx.HTTPError:
        return False


def until(true, *, seconds=60.0):
    """Waits for something that other processes do; the test fails when it never comes."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def cookie_of(user):
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}


class Reader:
    """An open stream, read word by word: `(event, data)`; beats are passed over unless asked for."""

    def __init__(self, url, user, last="", headers=None):
        more = {"Last-Event-ID": last} if last else {}
        self._client = httpx.Client(base_url=url, timeout=60)
        self.headers = (headers or cookie_of(user)) | {"Accept": "text/event-stream"} | more
        self._opened = self._client.stream("GET", "/live/", headers=self.headers)
        self.answer = self._opened.__enter__()
        self._lines = self.answer.iter_lines()
        self.last = last

    def next(self, *, beats=False):
        said = {}
        for line in self._lines:
            if line:
                name, _colon, text = line.partition(": ")
                said[name] = text
                continue
            if "event" in said and (beats or said["event"] != "beat"):
                self.last = said.get("id", self.last)
                return said["event"], json.loads(said["data"])
            said = {}
        return "closed", {}

    def subjects(self):
        """What the next message names."""
        word, data = self.next()
        assert word == "changes", word
        return {change["subject"] for change in data["changes"]}

    def close(self):
        self._opened.__exit__(None, None, None)
        self._client.close()


@pytest.fixture
def read():
    """Opens streams and closes them."""
    opened = []

    def open_one(url, user=None, **facts):
        opened.append(Reader(url, user, **facts))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
