"""Plays the city, the streets, the departments and the centre against a running server, through its API alone."""

import logging
import signal
from argparse import ArgumentParser
from datetime import timedelta
from types import FrameType

import httpx
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from command_center.demo.simulator.running import Simulator
from command_center.demo.simulator.talking import ServerAwayError, TokenRefusedError
from foundation.clock import now
from kernel.times import to_local


class Command(BaseCommand):
    help = "Send orders and answer them through the API, with the tokens of demo.json."
    # No database of its own: it must start while the server is still migrating, or on another machine.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="address of the web server")
        parser.add_argument("--pace", type=float, default=1.0, help="1 sends about five orders a minute by day")
        parser.add_argument("--seconds", type=float, help="stop after so long")
        parser.add_argument("--once", action="store_true", help="one order, one look of everybody, then stop")

    def handle(self, *, url: str, pace: float, seconds: float | None, once: bool, **options: object) -> None:
        # One line an act is enough: the client would add one for each request.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        with httpx.Client(base_url=url, timeout=10.0) as http:
            simulator = Simulator(http, clock=now, say=self._say, pace=pace)
            if once:
                self._once(simulator)
                return
            _stop_on_signals(simulator)
            simulator.run(until=now() + timedelta(seconds=seconds) if seconds is not None else None)
        self._say(_("模拟结束"))

    def _once(self, simulator: Simulator) -> None:
        try:
            simulator.once()
        except (ServerAwayError, TokenRefusedError) as problem:
            raise CommandError(f"{type(problem).__name__} {problem}") from problem

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"{to_local(now()):%H:%M:%S} {sentence}")
        self.stdout.flush()


def _stop_on_signals(simulator: Simulator) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        simulator.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
