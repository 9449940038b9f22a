"""Who acts: a plain value that every action takes, whether a person, an API client or the system itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """An acting person, API client or part of the system, as it was when it began to act.

    `id` is opaque (primary key as text, or the name of the system's part); `label` is what history shows.
    A user has roles and no scopes, a client scopes and no roles, the system neither.
    """

    kind: ActorKind
    id: str
    label: str
    organization_id: int | None = None
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()

    @classmethod
    def system(cls, part: str, label: str) -> "Actor":
        """The system itself, named after the part that acts: `Actor.system("sweep", "时限巡查")`."""
        return cls(kind=ActorKind.SYSTEM, id=part, label=label)

    @property
    def key(self) -> str:
        """Stable text that tells actors apart: `user:7`, `client:3`, `system:sweep`."""
        return f"{self.kind}:{self.id}"
