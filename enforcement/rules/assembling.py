"""Where a whistle stands follows from what its departments did."""

from collections.abc import Collection

from enforcement.states import OWING, SummonsState, WhistleState

_CAME = frozenset({SummonsState.CHECKED_IN, SummonsState.WORKING, SummonsState.REPORTED, SummonsState.RATED})
_BEFORE_SITE = frozenset({WhistleState.BLOWN, WhistleState.ASSEMBLING})
_BEFORE_END = _BEFORE_SITE | {WhistleState.ON_SITE}


def follows(state: str, summonses: Collection[str]) -> tuple[str, WhistleState] | None:
    """The system's own step and where it leads, or None: done when nobody owes anything, on site with the first who
    came, assembling with the first who signed; on again when more were summoned after all were done."""
    is_owed = not OWING.isdisjoint(summonses)
    if state in _BEFORE_END and not is_owed:
        return "finish", WhistleState.FINISHING
    if state == WhistleState.FINISHING and is_owed:
        return "go_on", WhistleState.ON_SITE
    if state in _BEFORE_SITE and somebody_came(summonses):
        return "arrive", WhistleState.ON_SITE
    if state == WhistleState.BLOWN and SummonsState.SIGNED in summonses:
        return "assemble", WhistleState.ASSEMBLING
    return None


def somebody_came(summonses: Collection[str]) -> bool:
    return not _CAME.isdisjoint(summonses)
