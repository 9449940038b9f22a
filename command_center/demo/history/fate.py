"""How a life will go, drawn before it begins."""

from dataclasses import dataclass

from cases.models import Case
from cases.rules.orders import Order
from cases.states import State
from command_center.demo.chance import Dice


@dataclass(frozen=True, slots=True)
class Fate:
    """`share` is how much of its time limit the handling takes, above 1 it comes late. `rest` is a state (and round)
    in which the life stands still; `haste` below 1 shortens every wait."""

    share: float = 0.2
    signs_late: bool = False
    contacts_late: bool = False
    is_turned_down: bool = False
    is_cancelled: bool = False
    is_urged: bool = False
    is_verified: bool = False
    refusals: int = 0
    failed_checks: int = 0
    unreached: int = 0
    unsolved: int = 0
    rest: State | None = None
    rest_round: int = 1
    haste: float = 1.0

    def rests(self, case: Case) -> bool:
        """Whether the life stands still here; what is to be dispatched stands still once a person must look at it."""
        is_waiting = case.state != State.PENDING_DISPATCH or case.is_held
        return self.rest == case.state and case.round >= self.rest_round and is_waiting


def draw_fate(order: Order, chance: Dice) -> Fate:
    """An ordinary life: four in a hundred are answered late, one in ten is handled again."""
    share = chance.lognormvariate(-1.6, 0.55)
    if chance.random() < 0.035:
        share = chance.uniform(1.03, 1.7)
    return Fate(
        share=share,
        signs_late=chance.random() < 0.05,
        contacts_late=chance.random() < 0.03,
        is_turned_down=chance.random() < 0.06,
        is_cancelled=chance.random() < 0.008,
        is_urged=order.is_supervised or chance.random() < 0.04,
        refusals=int(chance.random() < 0.07),
        unreached=chance.choices([0, 1, 2, 3], weights=[84, 10, 3, 3])[0],
        unsolved=chance.choices([0, 1, 2], weights=[90, 8, 2])[0],
        is_verified=chance.random() < 0.3,
        failed_checks=int(chance.random() < 0.08),
    )
