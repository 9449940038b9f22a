"""What the actions are called on the wire: their own names save two, `_` for `-` in an address."""

_NAMES = {"record": "records", "stand_down_all": "stand_down"}


def wire_name(action: str) -> str:
    """ "record" → "records", of which there are many at one summons; "sign" → "sign"."""
    return _NAMES.get(action, action)


def address_part(action: str) -> str:
    """ "check_in" → "check-in" """
    return wire_name(action).replace("_", "-")
