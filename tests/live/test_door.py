"""At the door of the stream, with a Django that a test has in its hands."""

import asyncio

from command_center.live import application
from command_center.live.application import Application
from command_center.live.hub import AT_THE_DOOR

SCOPE = {"type": "http", "path": "/live/"}


async def nothing_comes():
    await asyncio.Event().wait()


def test_django_is_told_of_no_body_and_of_the_end(play):
    heard, said = [], []
    body = {"type": "http.request", "body": b"0123", "more_body": True}
    line = iter([body, body, {"type": "http.disconnect"}])

    async def receive():
        return next(line)

    async def django(scope, receive, send):
        heard.extend([await receive(), await receive()])
        await send({"type": "http.response.start", "status": 302, "headers": []})

    async def send(event):
        said.append(event["status"])

    play(lambda: Application(django)(SCOPE, receive, send))
    assert heard == [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]
    assert said == [302]


def test_who_waits_in_vain_at_the_door_is_asked_to_come_again(play, monkeypatch):
    monkeypatch.setattr(application, "PATIENCE_AT_THE_DOOR", 0.001)
    said = []

    async def django(scope, receive, send):
        await nothing_comes()

    async def send(event):
        said.append(event)

    async def story():
        app = Application(django)
        tasks = [asyncio.create_task(app(SCOPE, nothing_comes, send)) for _ in range(AT_THE_DOOR + 1)]
        _sent_away, inside = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in inside:
            one.cancel()
        await asyncio.gather(*inside, return_exceptions=True)

    play(story)
    assert (said[0]["status"], said[0]["headers"]) == (503, [(b"retry-after", b"60")])
