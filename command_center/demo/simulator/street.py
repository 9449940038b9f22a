"""Streets that whistle now and then through the API, and bring what they began to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from command_center.demo.chance import Dice, dice
from command_center.demo.simulator.talking import Line
from command_center.demo.town import Town
from command_center.demo.whistles.drawing import Drawn, draw
from enforcement import data
from enforcement.models import RatingItem

# Tells the simulator's whistles from those that people blow, which are people's to end.
_LEADER = {"name": "值班领导", "post": "街道值班领导（模拟）"}
_MINUTES_BETWEEN = 4.0
# Who still has not come by then is needed no more.
_LONGEST = timedelta(minutes=40)
_MOST_DEPARTMENTS = 6


@dataclass
class Streets:
    """All streets with a line of their own; `look` is one of them at a time, in turn."""

    lines: list[Line]
    codes: list[str]
    town: Town
    say: Callable[[str], None]
    pace: float = 1.0
    chance: Dice = field(default_factory=lambda: dice("whistling"))
    _turn: int = 0
    _next_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """A new whistle when it is time, else the next step of one that is there."""
        if self._next_at is None:
            self._next_at = now + timedelta(seconds=20 / self.pace)
        if now >= self._next_at:
            self._next_at = now + timedelta(minutes=_MINUTES_BETWEEN * (0.5 + self.chance.random()) / self.pace)
            self.blow(self.chance.choice(self.lines))
            return
        self._turn += 1
        line = self.lines[self._turn % len(self.lines)]
        page = line.get("/whistles/", open="true", limit=50)
        for row in page.body["results"] if page.status == 200 else []:
            if self._bring_on(line, row, now):
                return

    def blow(self, line: Line) -> None:
        """For what is drawn; which of a department's duties calls it, the suggestions say where they know it."""
        drawn = draw(self.chance, self.town, departments=self.codes, street=line.organization)
        category = f"hotline:{drawn.category}"
        asked = line.get("/whistles/suggestions/", kind=drawn.kind, category_code=category, limit=40)
        duties = {one["organization"]["code"]: one["duty"] for one in asked.body} if asked.status == 200 else {}
        answer = line.post("/whistles/", _body(drawn, category, duties))
        number = answer.body["number"] if answer.status == 201 else drawn.matter
        self.say(f"{line.organization} 吹哨 {number} → {answer.status}")

    def _bring_on(self, line: Line, row: Mapping[str, Any], now: datetime) -> bool:
        """One step; False when it is not ours or nothing is to be done."""
        is_old = now - datetime.fromisoformat(row["blown_at"]) > _LONGEST / self.pace
        whistle = line.get(f"/whistles/{row['number']}/").body
        if whistle["leader"]["post"] != _LEADER["post"]:
            return False
        for summons in whistle["summonses"]:
            step = _next_step(summons, is_old=is_old)
            if step is not None:
                return self._act(line, f"/summonses/{summons['number']}/{step}/", self._words(step))
        if "close" in whistle["allowed_actions"]:
            return self._act(line, f"/whistles/{row['number']}/close/", {"words": "现场处置完毕，转入日常管理"})
        return False

    def _act(self, line: Line, path: str, body: Mapping[str, Any]) -> bool:
        answer = line.post(path, body)
        self.say(f"{line.organization} {path} → {answer.status}")
        return True

    def _words(self, step: str) -> dict[str, Any]:
        match step:
            case "decide-objection":
                is_upheld = self.chance.random() < 0.5
                return {"upheld": is_upheld, "words": "情况属实" if is_upheld else "事关多家，请派员到场"}
            case "rate":
                return {"marks": {code: top - self.chance.randint(0, top // 4) for code, top in _items().items()}}
            case _:
                return {"reason": "现场已处置完毕"}


def _next_step(summons: Mapping[str, Any], *, is_old: bool) -> str | None:
    may = summons["allowed_actions"]
    if "decide_objection" in may:
        return "decide-objection"
    # Whoever was stood down and owed something is rated as well before the whistle closes.
    if summons["state"] in {"reported", "stood_down"} and "rate" in may:
        return "rate"
    return "stand-down" if is_old and "stand_down" in may else None


def _body(drawn: Drawn, category: str, duties: Mapping[str, str]) -> dict[str, Any]:
    where, called = drawn.where, drawn.departments[:_MOST_DEPARTMENTS]
    return {
        "kind": drawn.kind,
        "matter": drawn.matter,
        "leader": _LEADER,
        "category_code": category,
        "location": {"street": where.street, "community": where.name},
        "departments": [{"organization": code, "duty": duties.get(code, "综合执法")} for code in called],
    }


def _items() -> dict[str, int]:
    """What the street itself marks, with the most points."""
    rows = data.read("rating_items.csv")
    return {row["code"]: int(row["points"]) for row in rows if row["basis"] == RatingItem.Basis.STREET}
