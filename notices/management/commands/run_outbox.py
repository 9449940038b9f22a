"""The process that tells the world: gives changes their position in the feed and sends what is to be sent."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation import clock
from foundation.checks import refuse_to_start_unsafe
from notices.dispatcher import Dispatcher
from notices.loops import Loop
from notices.sequencer import sequence_all

SECONDS_OF_SILENCE = 120.0
SECONDS_TO_STOP = 15.0
# How long a step of sending waits for answers before it looks for new work.
_PATIENCE = 0.2
log = logging.getLogger("notices.outbox")


class Command(BaseCommand):
    help = (
        "Gives changes their position in the feed and sends what is due, until SIGTERM. Several at once do no harm: "
        "they take turns at positions and share the sending. It ends by itself when it is stuck, to be started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.2, help="seconds between two looks (0.2)")

    def handle(self, *, interval: float, **options: object) -> None:
        refuse_to_start_unsafe()
        stop = _stop_on_signal()
        dispatcher = Dispatcher(clock=clock.now)
        sequencing = Loop("sequencing", lambda: _sequence(interval), stop=stop)
        sending = Loop("sending", lambda: _send(dispatcher, interval), stop=stop)
        sequencing.start()
        sending.start()
        log.info("outbox at work")
        while not stop.wait(1.0):
            if max(sequencing.silence(), sending.silence()) > SECONDS_OF_SILENCE:
                raise CommandError(_("消息投递停住了，进程退出，等待重新启动。"))
        for loop in (sequencing, sending):
            loop.join(SECONDS_TO_STOP)
        dispatcher.close()
        log.info("outbox at rest")


def _sequence(interval: float) -> float:
    sequence_all(now=clock.now())
    return interval


def _send(dispatcher: Dispatcher, interval: float) -> float:
    """Straight on while there is work, whose answers it waits for anyway."""
    taken = dispatcher.turn(patience=_PATIENCE)
    return 0.0 if taken or dispatcher.is_busy else 2 * interval


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
