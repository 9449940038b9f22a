"""The simulator's loop: sends orders in the rhythm of the day and lets one desk after the other look."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

import httpx

from command_center.demo import demo_file
from command_center.demo.chance import Dice, dice
from command_center.demo.simulator.city import City
from command_center.demo.simulator.departments import Department
from command_center.demo.simulator.desk import Desk
from command_center.demo.simulator.pace import seconds_to_next_order
from command_center.demo.simulator.street import Streets
from command_center.demo.simulator.talking import Line, ServerAwayError, TokenRefusedError
from command_center.demo.town import Town, read_town
from command_center.demo.whistles.drawing import themes

_CENTRE = "区指挥中心"
_OF_THE_CENTRE = "verifying,replied,checking,callback"
_UNITS_A_TICK = 2
_DEPARTMENTS_A_TICK = 2
_CENTRE_EVERY, _STREETS_EVERY = 5, 2  # ticks
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 1.0, 30.0


@dataclass
class Cast:
    """Everybody who plays, with the tokens of `demo.json`."""

    city: City
    centre: Desk
    units: list[Desk]
    departments: list[Department]
    streets: Streets | None


@dataclass
class Simulator:
    """`clock` tells the present, `stop` ends it, also in the middle of a pause."""

    http: httpx.Client
    clock: Callable[[], datetime]
    say: Callable[[str], None]
    pace: float = 1.0
    stop: threading.Event = field(default_factory=threading.Event)
    town: Town = field(default_factory=read_town)
    chance: Dice = field(default_factory=lambda: dice("simulator"))

    def once(self) -> None:
        """One order, and one look of everybody."""
        cast = self.cast()
        cast.city.send(self.clock())
        for desk in (*cast.units, cast.centre):
            desk.look(self.clock())
        if cast.streets is not None:
            cast.streets.look(self.clock())
        for department in cast.departments:
            department.look()

    def run(self, *, until: datetime | None) -> None:
        """Until told to stop; a server that is away or restarts is waited for."""
        back_off = _FIRST_BACK_OFF
        while not self._is_over(until):
            try:
                for _tick in self._play(until):
                    back_off = _FIRST_BACK_OFF
            except (ServerAwayError, TokenRefusedError) as problem:
                self.say(f"等待 {back_off:.0f} 秒：{type(problem).__name__} {problem}")
                self.stop.wait(back_off)
                back_off = min(back_off * 2, _LONGEST_BACK_OFF)

    def cast(self) -> Cast:
        """Read anew each time: tokens are replaced when the demo is made again."""
        demo = demo_file.read()
        if demo is None or not demo.clients:
            raise TokenRefusedError("demo.json")
        lines = [(Line(c["organization"], c["token"], self.http, self._wait), c["scopes"]) for c in demo.clients]
        city = next(line for line, scopes in lines if "orders:write" in scopes)
        acting = [line for line, scopes in lines if "cases:act" in scopes]
        return Cast(
            city=City(city, self.town, self.say),
            centre=self._desk(next(line for line in acting if line.organization == _CENTRE), _OF_THE_CENTRE),
            units=[
                self._desk(line, "dispatched,handling", own=line.organization)
                for line in acting
                if line.organization != _CENTRE
            ],
            departments=[
                Department(line, self.say, pace=self.pace) for line, scopes in lines if "summonses:answer" in scopes
            ],
            streets=self._streets([line for line, scopes in lines if "whistles:write" in scopes]),
        )

    def _streets(self, lines: list[Line]) -> Streets | None:
        """None when nobody may whistle."""
        codes = sorted({code for theme in themes() for code in theme.needs})
        return Streets(lines, codes, self.town, self.say, pace=self.pace) if lines else None

    def _desk(self, line: Line, states: str, own: str = "") -> Desk:
        return Desk(line, self.say, states, own=own, pace=self.pace, chance=dice("desk", line.organization))

    def _play(self, until: datetime | None) -> Iterator[int]:
        """Ticks of a second; yields each one that went well."""
        cast, next_order, tick = self.cast(), self.clock(), 0
        units, departments = cycle(cast.units), cycle(cast.departments)
        while not self._is_over(until):
            now = self.clock()
            if now >= next_order:
                cast.city.send(now)
                pause = seconds_to_next_order(now, pace=self.pace, luck=self.chance.random())
                next_order = now + timedelta(seconds=pause)
            for _ in range(_UNITS_A_TICK if cast.units else 0):
                next(units).look(now)
            for _ in range(_DEPARTMENTS_A_TICK if cast.departments else 0):
                next(departments).look()
            if tick % _CENTRE_EVERY == 0:
                cast.centre.look(now)
            if cast.streets is not None and tick % _STREETS_EVERY == 0:
                cast.streets.look(now)
            tick += 1
            yield tick
            self._wait(min(1.0, max((next_order - self.clock()).total_seconds(), 0.05)))

    def _wait(self, seconds: float) -> None:
        self.stop.wait(seconds)

    def _is_over(self, until: datetime | None) -> bool:
        return self.stop.is_set() or (until is not None and self.clock() >= until)
