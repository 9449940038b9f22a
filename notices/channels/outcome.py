"""What became of one attempt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Delivered, or an `error` in a sentence for the operator, which names neither content nor recipient.

    `is_final`: no further attempt would fare better. `is_gone`: the receiver wants nothing any more (410).
    """

    error: str = ""
    status_code: int | None = None
    is_final: bool = False
    is_gone: bool = False

    @property
    def is_delivered(self) -> bool:
        return not self.error
