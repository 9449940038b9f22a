"""A department's own system in small: it hears of every summons (吹哨), signs it, checks in and reports, each once.

    CENTRE_TOKEN=ccs_… python department.py http://127.0.0.1:8000 notebook.json                             # asks
    CENTRE_TOKEN=ccs_… CENTRE_SECRET=whsec_… python department.py http://127.0.0.1:8000 notebook.json 9100  # is told

Python 3.11 and `httpx`. Whatever is killed, the notebook says where to go on, and the centre what is done already.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

STEPS = {"notified": "sign", "signed": "check-in", "checked_in": "report", "working": "report"}
LOOK_AGAIN, LONGEST_PAUSE, STALE, KEPT_DONE, MOST_BYTES = 20.0, 60.0, 300, 5000, 65_536


class CentreAwayError(Exception):
    """Nobody answers, the centre is busy, or we were told to stop."""


class Notebook:
    """The cursor, what is open with when to look at it next, what is done: a file that is whole at every moment."""

    def __init__(self, path: Path) -> None:
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self.path, self.lock, self.cursor = path, threading.Lock(), str(kept.get("cursor", ""))
        self.open: dict[str, float] = kept.get("open", {})
        self.done: list[str] = kept.get("done", [])

    def hear(self, numbers: list[str], cursor: str | None = None) -> None:
        """Written down before the centre is told that we know it; what we hear twice we know already."""
        with self.lock:
            self.open |= {number: 0.0 for number in numbers if number not in self.done}
            self.cursor = self.cursor if cursor is None else cursor
            self._save()

    def settle(self, number: str, looked: float, *, again: float | None = None, is_done: bool = False) -> None:
        """Look again then, or no more; unless we heard of it anew since we `looked`."""
        with self.lock:
            if self.open.get(number) == looked:
                self.open[number] = again or 0.0
                if again is None:
                    del self.open[number]
                self.done = [*self.done, *([number] if is_done else [])][-KEPT_DONE:]
            self._save()

    def _save(self) -> None:
        half = self.path.with_suffix(".part")
        with half.open("w", encoding="utf-8") as file:
            json.dump({"cursor": self.cursor, "open": self.open, "done": self.done}, file)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.path)


class Centre:
    """The REST interface. What passes by itself (no connection, 429, 5xx, the same key still at work) is tried again
    after `Retry-After`, else ever more slowly, at most `tries` times."""

    def __init__(self, http: httpx.Client, token: str, stop: threading.Event, tries: float = float("inf")) -> None:
        self.http, self.token, self.stop, self.tries = http, token, stop, tries

    def call(self, method: str, path: str, *, key: str = "", **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        tried, pause = 0, 0.5
        while True:
            tried, pause, told = tried + 1, min(pause * 2, LONGEST_PAUSE), ""
            try:
                answer = self.http.request(method, f"/api/v1{path}", headers=headers, **more)
                is_at_work = answer.status_code == 409 and answer.json()["code"] == "in_progress"
                if not (is_at_work or answer.status_code == 429 or answer.status_code >= 500):
                    return answer
                trouble, told = str(answer.status_code), answer.headers.get("Retry-After", "")
            except httpx.TransportError as error:
                trouble = type(error).__name__
            wait = float(told) if told.isdigit() else pause * random.uniform(0.5, 1)  # noqa: S311
            if tried >= self.tries or self.stop.wait(wait):
                raise CentreAwayError(f"{method} {path}: {trouble}")


class Department:
    """Override `choose`, `body` and `not_before` with what your people decide; as it stands it answers at once."""

    officer: Mapping[str, str] = {"name": "值班员", "post": "科长", "phone": "010-68880000"}

    def __init__(self, centre: Centre, notebook: Notebook) -> None:
        self.centre, self.notebook = centre, notebook

    def choose(self, summons: Mapping[str, Any]) -> str | None:
        """What comes next; None: others have to act, or nothing is left to do."""
        return STEPS.get(summons["state"])

    def body(self, step: str, summons: Mapping[str, Any]) -> dict[str, Any]:
        if step == "report":
            return {"result": "solved", "text": "已到场处置完毕。"}
        return {"officer": self.officer} | ({"team_size": 2, "way": "app"} if step == "check-in" else {})

    def not_before(self, step: str, summons: Mapping[str, Any]) -> float:
        """When (`time.time`) this step may be taken."""
        return 0.0

    def listen(self, *, wait: int = 25) -> None:
        """The feed to its end; the first time, or when our place is kept no longer, all that is open besides."""
        has_more = True
        while has_more:
            known = self.notebook.cursor
            asked = {"after": known or "latest", "wait": wait if known else 0}
            answer = self.centre.call("GET", "/changes/", params=asked)
            if known and answer.status_code == 410:
                self.notebook.hear([], cursor="")
                continue
            page = answer.raise_for_status().json()
            heard = [one["subject"]["id"] for one in page["changes"] if one["subject"]["kind"] == "summons"]
            self.notebook.hear(heard if known else self._all_open(), cursor=page["cursor"])
            has_more = page["has_more"]

    def _all_open(self) -> list[str]:
        found, path = [], f"/summonses/?state={','.join(STEPS)}&limit=200"
        while path:
            page = self.centre.call("GET", path).raise_for_status().json()
            found += [row["number"] for row in page["results"]]
            path = (page["next"] or "").partition("/api/v1")[2]
        return found

    def work(self) -> None:
        """Whatever is due of what is open."""
        for number, due in list(self.notebook.open.items()):
            if due <= (now := time.time()):
                self.notebook.open[number] = now
                self._answer(number, now)

    def _answer(self, number: str, now: float) -> None:
        """The centre knows how it stands: a step taken before a crash, or by our people, is not taken again.

        The version in the key tells a new attempt from the repetition of an old one."""
        answer = self.centre.call("GET", f"/summonses/{number}/")
        if answer.status_code == 404:  # no longer ours
            return self.notebook.settle(number, now, is_done=True)
        summons = answer.raise_for_status().json()
        step = self.choose(summons)
        if step is None:
            return self.notebook.settle(number, now, is_done=summons["state"] not in (*STEPS, "objected"))
        if step.replace("-", "_") not in summons["allowed_actions"]:  # the whistle is suspended
            return self.notebook.settle(number, now, again=now + LOOK_AGAIN)
        if (due := self.not_before(step, summons)) > now:
            return self.notebook.settle(number, now, again=due)
        key, body = f"{number}-{step}-{summons['version']}", self.body(step, summons)
        done = self.centre.call("POST", f"/summonses/{number}/{step}/", key=key, json=body)
        self.told(number, step, done)
        return self.notebook.settle(number, now, again=now if done.is_success else now + LOOK_AGAIN)

    def told(self, number: str, step: str, answer: httpx.Response) -> None:
        print(number, step, answer.status_code, "" if answer.is_success else answer.text, flush=True)


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Standard Webhooks: signed with our secret, some minutes old at most."""
    sent_id, sent_at = headers.get("webhook-id") or "", headers.get("webhook-timestamp") or ""
    if not sent_at.isdecimal() or abs(now - int(sent_at)) > STALE:
        return False
    signed = f"{sent_id}.{sent_at}.".encode() + body
    digest = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
    expected, given = f"v1,{base64.b64encode(digest).decode()}", headers.get("webhook-signature") or ""
    return any(hmac.compare_digest(expected.encode(), one.encode()) for one in given.split())


def receiver(notebook: Notebook, secret: str, port: int) -> ThreadingHTTPServer:
    """Writes down which summons changed, then answers; the work is done elsewhere.

    Before the signature is checked little is read, and not waited for long: anybody may knock."""

    class Hook(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length") or "0"
            is_small = length.isdecimal() and len(length) < 9 and int(length) <= MOST_BYTES
            body = self.rfile.read(int(length)) if is_small else b""
            told = {name.lower(): value for name, value in self.headers.items()}
            genuine = is_small and is_genuine(secret, told, body, now=time.time())
            if genuine and (subject := json.loads(body)["data"]["subject"])["kind"] == "summons":
                notebook.hear([subject["id"]])
            self.send_response(204 if genuine else 401 if is_small else 413)
            self.end_headers()

    return ThreadingHTTPServer(("", port), Hook)


def main() -> None:
    if len(sys.argv) not in (3, 4) or "CENTRE_TOKEN" not in os.environ:
        raise SystemExit(__doc__)
    url, path, *port = sys.argv[1:]
    notebook, stop = Notebook(Path(path)), threading.Event()
    centre = Centre(httpx.Client(base_url=url, timeout=40), os.environ["CENTRE_TOKEN"], stop)
    department = Department(centre, notebook)
    if port:
        serving = receiver(notebook, os.environ["CENTRE_SECRET"], int(port[0]))
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        department.listen(wait=0)  # what came while nobody listened
    while True:
        department.work()
        if port:
            stop.wait(1)
        else:
            department.listen(wait=1 if notebook.open else 25)


if __name__ == "__main__":
    main()
