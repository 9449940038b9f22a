"""What other apps ask of the grid."""

from grid import index
from grid.locating import locate_in
from grid.locations import Location, Point, Precision

__all__ = ["Location", "Point", "Precision", "locate"]


def locate(*, point: Point | None = None, words: str = "", street: str = "", community: str = "") -> Location:
    """Where a case lies, as closely as point, address and named areas tell; answered in the process, without a query.

    `point` in WGS-84; `words` an address or a text; `street` and `community` names (or codes) from fields of their
    own. Never fails: what is unknown comes back as `Precision.NONE`. Rules of precedence: `grid.locating`.
    """
    return locate_in(index.current(), point=point, words=words, street=street, community=community)
