"""Departments that answer whistles with the reference client: most in time, some late, now and then one objects."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from command_center.demo import demo_file
from command_center.demo.chance import dice
from command_center.demo.simulator.pace import is_left_alone
from command_center.demo.simulator.reference import client
from command_center.demo.simulator.talking import Line, ServerAwayError, TokenRefusedError
from command_center.demo.whistles.cast import officer_of
from command_center.demo.whistles.script import scripts

_reference = client()
# Seconds after the step before, for those who are quick; whoever is late takes so many times as long.
_PAUSES = {"sign": (8, 60), "object": (20, 90), "check-in": (40, 240), "report": (90, 480)}
_IS_LATE, _SO_MUCH_LATER, _OBJECTS = 0.15, 12.0, 0.06
_SINCE = {"sign": "notified_at", "object": "notified_at", "check-in": "signed_at", "report": "checked_in_at"}
_NAMES = {"sign": "应哨签收", "object": "提出异议", "check-in": "报到", "report": "反馈"}
_RESULTS = {"solved": 8, "partly": 2}


class Department(_reference.Department):  # type: ignore[name-defined]
    """What people would decide, decided by dice that fall the same again for the same summons."""

    def __init__(self, line: Line, say: Callable[[str], None], *, pace: float) -> None:
        centre = _reference.Centre(line.http, line.token, threading.Event(), tries=1)
        super().__init__(centre, _reference.Notebook(_notebook(line)))
        self.line, self.say, self.pace = line, say, pace

    def look(self) -> None:
        """One round, without waiting for anything."""
        try:
            self.listen(wait=0)
            self.work()
        except _reference.CentreAwayError as trouble:
            raise ServerAwayError(str(trouble)) from trouble
        except httpx.HTTPStatusError as refusal:
            raise TokenRefusedError(self.line.organization) from refusal

    def choose(self, summons: Mapping[str, Any]) -> str | None:
        """The scripts' whistles stand as they are told; some summonses are left to people."""
        if summons["matter"] in _told() or is_left_alone(summons["number"]):
            return None
        may_object = summons["state"] == "notified" and summons["objection"] is None
        if may_object and dice("object", summons["number"]).random() < _OBJECTS:
            return "object"
        return str(_reference.STEPS[summons["state"]]) if summons["state"] in _reference.STEPS else None

    def body(self, step: str, summons: Mapping[str, Any]) -> dict[str, Any]:
        chance = dice("answer", summons["number"])
        who = officer_of(summons["whistle"], summons["department"]["code"])
        officer = {"name": who.name, "post": who.post, "phone": who.phone}
        match step:
            case "sign":
                return {"officer": officer}
            case "object":
                return {"reason": "现场情况不在我单位职责内", "basis": "部门职能配置规定"}
            case "check-in":
                return {"officer": officer, "team_size": chance.randint(2, 6), "way": "app", **_near(summons, chance)}
            case _:
                result = chance.choices(list(_RESULTS), weights=list(_RESULTS.values()))[0]
                return {"result": result, "text": "已到场处置，情况告知街道现场负责人。"}

    def not_before(self, step: str, summons: Mapping[str, Any]) -> float:
        chance, since = dice("pause", step, summons["number"]), summons[_SINCE[step]]
        pause = chance.uniform(*_PAUSES[step]) * (_SO_MUCH_LATER if chance.random() < _IS_LATE else 1)
        return (datetime.fromisoformat(since).timestamp() if since else 0.0) + pause / max(self.pace, 0.01)

    def told(self, number: str, step: str, answer: httpx.Response) -> None:
        self.say(f"{self.line.organization} {_NAMES[step]} {number} → {answer.status_code}")


def _near(summons: Mapping[str, Any], chance: Any) -> dict[str, float]:
    """A telephone's idea of the place; nothing where the place is not known."""
    place = summons["location"]
    if place["lon"] is None:
        return {}
    return {name: round(place[name] + chance.uniform(-0.0008, 0.0008), 6) for name in ("lon", "lat")}


@cache
def _told() -> frozenset[str]:
    return frozenset(script.matter for script in scripts())


def _notebook(line: Line) -> Path:
    """Of this token alone: a demo that was made again counts its summonses from the start."""
    folder = demo_file.path().parent / "departments"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{hashlib.sha256(line.token.encode()).hexdigest()[:16]}.json"
