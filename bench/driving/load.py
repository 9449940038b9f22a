"""What came of a load, without its warm-up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.driving.samples import Sample
from bench.percentiles import percentile


@dataclass(frozen=True, slots=True)
class Load:
    """`samples` are those due within `seconds` of measuring; `cpu` are processor seconds by what used them."""

    samples: tuple[Sample, ...]
    seconds: float
    completed: int
    cpu: Mapping[str, float]

    @classmethod
    def of(cls, samples: Iterable[Sample], *, since: float, until: float, cpu: Mapping[str, float]) -> "Load":
        """The rate counts what was *answered* in the window; latencies are of all that was *due* in it."""
        every = list(samples)
        due = tuple(s for s in every if since <= s.intended < until)
        answered = sum(since <= s.ended < until and not s.is_error for s in every)
        return cls(due, until - since, answered, cpu)

    @property
    def errors(self) -> int:
        return sum(s.is_error for s in self.samples)

    @property
    def span_seconds(self) -> float:
        """From the first call's due time to the last one's end, which may lie behind the window."""
        return max(s.ended for s in self.samples) - min(s.intended for s in self.samples)

    def only(self, name: str) -> "Load":
        """The calls of this name; nobody can tell their part of the processor's time."""
        chosen = tuple(s for s in self.samples if s.name == name)
        return Load(chosen, self.seconds, sum(not s.is_error for s in chosen), {})

    def figures(self, *, calls: float = 1.0) -> dict[str, float]:
        """`calls` to a unit of work: the rate is of units, times and statements are of calls."""
        if not self.samples:
            return {"errors": 1.0}
        found = {
            "rate_per_s": self.completed / calls / self.seconds,
            **_spread([s.seconds * 1000 for s in self.samples], "ms"),
            **self._server(),
            **{f"{name}_cpu_ms": used * 1000 / max(self.completed, 1) for name, used in self.cpu.items()},
        }
        return found | ({"errors": float(self.errors)} if self.errors else {})

    def _server(self) -> dict[str, float]:
        told = [s for s in self.samples if s.statements >= 0]
        if not told:
            return {}
        return {
            "sql": percentile([s.statements for s in told], 50),
            "sql_most": float(max(s.statements for s in told)),
            "server_p50_ms": percentile([s.server_ms for s in told], 50),
            "server_p95_ms": percentile([s.server_ms for s in told], 95),
        }


def _spread(values: list[float], unit: str) -> dict[str, float]:
    return {f"p{p}_{unit}": percentile(values, p) for p in (50, 95, 99)}
