"""A clock that moves only when somebody sleeps or works, and a server whose calls take as long as it is told."""

from dataclasses import dataclass, field

from bench.driving.samples import Sample


@dataclass
class Clockwork:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class SlowCaller:
    """Stands for a caller: its nth call takes the nth of these seconds, the last one for ever."""

    clock: Clockwork
    takes: list[float]
    intended: float | None = None
    samples: list[Sample] = field(default_factory=list)

    def call(self) -> None:
        began = self.clock()
        intended, self.intended = (began if self.intended is None else self.intended), None
        self.clock.sleep(self.takes[min(len(self.samples), len(self.takes) - 1)])
        self.samples.append(Sample("call", intended, began, self.clock(), 200))


def one_call(caller: SlowCaller, turn: int) -> None:
    caller.call()
