"""Those who answer: streets and departments that sign, contact and reply; the centre that reviews and calls back.

The centre also goes in the place of its inspectors, who have no programs of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from command_center.demo.chance import Dice, dice, pick
from command_center.demo.matters import answers
from command_center.demo.pictures import spot
from command_center.demo.simulator.city import MARK
from command_center.demo.simulator.pace import is_left_alone, is_time
from command_center.demo.simulator.talking import Line
from command_center.demo.slots import Slots

_NAMES = {
    "verify": "核实",
    "sign": "签收",
    "contact": "联系",
    "reply": "回复",
    "review": "审核",
    "check": "核查",
    "callback": "回访",
}
# Where a case has one way on.
_ONLY_STEP = {
    "verifying": "verify",
    "dispatched": "sign",
    "replied": "review",
    "checking": "check",
    "callback": "callback",
}
# The share of looks at which a case of the history is taken up, too; its open cases are to last for a day's watching.
_OLD_ONE = 0.004
_AT_A_LOOK = 3


@dataclass
class Desk:
    """One organization at work. `own` is its name for units, which touch only what they lead."""

    line: Line
    say: Callable[[str], None]
    states: str
    own: str = ""
    pace: float = 1.0
    chance: Dice = field(default_factory=lambda: dice("desk"))

    def look(self, now: datetime) -> None:
        """Reads its newest open cases and does what is due with a few of them."""
        page = self.line.get("/cases/", state=self.states, ordering="-received_at", limit=100)
        rows = page.body["results"] if page.status == 200 else []
        mine = [row for row in rows if not self.own or (row["lead"] or {}).get("name") == self.own]
        acted = 0
        for row in self._chosen(mine):
            if acted < _AT_A_LOOK and self._act(row["case_no"], row, now):
                acted += 1

    def _chosen(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the city sent, but for what is left alone; rarely one of the history's."""
        live = [row for row in rows if f"-{MARK}" in row["order_no"]]
        old = [row for row in rows if row not in live]
        taken = [self.chance.choice(old)] if old and self.chance.random() < _OLD_ONE else []
        return taken + [row for row in live if not is_left_alone(row["case_no"])]

    def _act(self, case_no: str, row: Mapping[str, Any], now: datetime) -> bool:
        """Fetches the case and takes its next step, resting on the version it saw; False when it isn't time yet."""
        received = datetime.fromisoformat(row["received_at"])
        if not is_time(_first_step(row["state"]), case_no, received_at=received, now=now, pace=self.pace):
            return False
        seen = self.line.get(f"/cases/{case_no}/")
        if seen.status != 200:
            return False
        step = _next_step(seen.body)
        if step is None or not is_time(step, case_no, received_at=received, now=now, pace=self.pace):
            return False
        words = self._words(step, seen.body) | self._photos(step, seen.body, now)
        answer = self.line.post(f"/cases/{case_no}/{step}/", words, version=seen.etag)
        self.say(f"{self.line.organization} {_NAMES[step]} {case_no} → {answer.status}")
        return True

    def _words(self, step: str, case: Mapping[str, Any]) -> dict[str, Any]:
        match step:
            case "contact":
                return {"note": self._say("contacts")}
            case "reply":
                return {"text": self._say("replies"), "measures": self._say("measures")}
            case "verify" | "review" | "check":
                return self._verdict(step)
            case "callback":
                return self._call(case)
            case _:
                return {}

    def _verdict(self, step: str) -> dict[str, Any]:
        """Nine times in ten and more it is as it should be."""
        is_good = self.chance.random() < 0.93
        match step:
            case "verify":
                return {"true": is_good, "words": self._say("found" if is_good else "not_found")}
            case "check":
                return {"passed": is_good, "words": self._say("passed" if is_good else "failed")}
            case _:
                return {"accepted": is_good, "opinion": "" if is_good else self._say("opinions")}

    def _photos(self, step: str, case: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """A grid case is answered with a photo of the spot."""
        if step != "reply" or case["flow"] != "grid":
            return {}
        place = case["location"]
        sent = self.line.upload("处置后.jpg", spot(self.chance, taken_at=now, lon=place["lon"], lat=place["lat"]))
        return {"attachments": [sent.body["id"]]} if sent.status == 201 else {}

    def _call(self, case: Mapping[str, Any]) -> dict[str, Any]:
        if self.chance.random() < 0.1:
            return {"reached": False}
        solved = pick(self.chance, {"yes": 82, "partly": 10, "no": 8 if case["round"] == 1 else 2})
        moods = {"yes": "very satisfied satisfied basically", "partly": "basically", "no": "dissatisfied"}
        return {
            "reached": True,
            "contacted": True,
            "solved": solved,
            "satisfied": self.chance.choice(moods[solved].split()),
            "note": self._say("unsolved") if solved == "no" else "",
        }

    def _say(self, occasion: str) -> str:
        return self.chance.choice(answers()[occasion]).format_map(Slots(self.chance))


def _first_step(state: str) -> str:
    """The earliest step that a case in this state may need."""
    return {"handling": "contact"}.get(state) or _ONLY_STEP[state]


def _next_step(case: Mapping[str, Any]) -> str | None:
    """What the case needs next of those whom the API lets act."""
    wanted = [_ONLY_STEP[case["state"]]] if case["state"] in _ONLY_STEP else []
    if case["state"] == "handling":
        needs_contact = case["flow"] == "hotline" and case["contacted_at"] is None
        wanted = ["contact" if needs_contact else "reply"]
    return next((step for step in wanted if step in case["allowed_actions"]), None)
