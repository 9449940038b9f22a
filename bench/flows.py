"""What one client does in one turn. Handed to the driving processes, so they hold plain values and import no Django."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.driving.caller import Caller
from bench.driving.loops import NothingLeft

# As `bench.orders` writes it into its bodies.
NUMBER = "@number@"
Headers = dict[str, str]


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def nth(prepared: Sequence, turn: int):  # noqa: ANN201 - whatever was prepared
    """Each thing is used once; NothingLeft when all have been."""
    if turn >= len(prepared):
        raise NothingLeft
    return prepared[turn]


@dataclass(frozen=True)
class PostOrders:
    """Each turn a new order; texts come again, numbers never."""

    headers: Headers
    bodies: Sequence[str]
    mark: str

    def __call__(self, caller: Caller, turn: int) -> None:
        caller.post("order", "/api/v1/orders/", self.body(turn), self.headers)

    def body(self, turn: int) -> str:
        return self.bodies[turn % len(self.bodies)].replace(NUMBER, f"{self.mark}-{turn}")


@dataclass(frozen=True)
class PostBatches:
    """Each turn a list of `size` new orders."""

    orders: PostOrders
    size: int

    def __call__(self, caller: Caller, turn: int) -> None:
        items = ",".join(self.orders.body(turn * self.size + n) for n in range(self.size))
        caller.post("batch", "/api/v1/orders/batch/", f'{{"orders": [{items}]}}', self.orders.headers)


@dataclass(frozen=True)
class Act:
    """Each turn one action on a case of its own: `(case_no, token)` of whoever leads it."""

    action: str
    body: str
    cases: Sequence[tuple[str, str]]

    def __call__(self, caller: Caller, turn: int) -> None:
        case_no, token = nth(self.cases, turn)
        caller.post(self.action, f"/api/v1/cases/{case_no}/{self.action}/", self.body, bearer(token))


@dataclass(frozen=True)
class PostEach:
    """Each turn one call of its own: `(path, body, token)`."""

    name: str
    calls: Sequence[tuple[str, str, str]]

    def __call__(self, caller: Caller, turn: int) -> None:
        path, body, token = nth(self.calls, turn)
        caller.post(self.name, path, body, bearer(token))


@dataclass(frozen=True)
class Look:
    """Each turn the next of the addresses, round and round."""

    name: str
    headers: Headers
    paths: Sequence[str]

    def __call__(self, caller: Caller, turn: int) -> None:
        caller.get(self.name, self.paths[turn % len(self.paths)], self.headers)


@dataclass(frozen=True)
class Walk:
    """Each turn the next of the named addresses `(name, path)`, so many rounds: a slow one takes no turn of another."""

    headers: Headers
    addresses: Sequence[tuple[str, str]]
    rounds: int

    def __call__(self, caller: Caller, turn: int) -> None:
        if turn >= self.rounds * len(self.addresses):
            raise NothingLeft
        name, path = self.addresses[turn % len(self.addresses)]
        caller.get(name, path, self.headers)


@dataclass(frozen=True)
class Several:
    """The flows one after another in each turn: so a day's calls mix."""

    flows: Sequence = field(default_factory=tuple)

    def __call__(self, caller: Caller, turn: int) -> None:
        for flow in self.flows:
            flow(caller, turn)
