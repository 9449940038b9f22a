"""What citizens write of themselves in free text: numbers and their own name are hidden before anything is stored.

The words as they were written go to the requester's encrypted row and come back by a reveal alone. So pages, lists,
search, feed, exports and dumps need no masks of their own for them.
"""

from dataclasses import replace
from typing import Any

from cases.rules.orders import Caller, Order
from kernel.texts import mask_name, mask_numbers

# What people are called who did not say their name; hiding such a word would tear up the text.
_NOBODY = frozenset(
    {
        "市民",
        "群众",
        "居民",
        "村民",
        "业主",
        "住户",
        "租户",
        "先生",
        "女士",
        "匿名",
        "来电人",
        "诉求人",
        "热心市民",
        "投诉人",
        "举报人",
    }
)


def veiled(order: Order) -> Order:
    """The order as it may be stored in clear; the very same when it holds nothing to hide.

    `caller.words` of the result are the parts that changed, as they were written.
    """
    shown = {name: veil(getattr(order, name), order.caller) for name in ("title", "content")}
    address = veil(order.whereabouts.address, order.caller)
    extra = {name: veil_value(value, order.caller) for name, value in order.extra.items()}
    words = _hidden(order, shown | {"address": address}, extra)
    if not words:
        return order
    return replace(
        order,
        title=shown["title"],
        content=shown["content"],
        extra=extra,
        whereabouts=replace(order.whereabouts, address=address),
        caller=replace(order.caller, words=words),
    )


def veil(text: str, caller: Caller) -> str:
    """The text without numbers and without the caller's own name."""
    name = caller.name.strip()
    shown = mask_numbers(text, also=caller.phone)
    return shown.replace(name, mask_name(name)) if may_be_name(name) and name in shown else shown


def veil_value(value: Any, caller: Caller) -> Any:
    """`veil` for a text, and for the texts inside lists and objects; other values as they are."""
    if isinstance(value, str):
        return veil(value, caller)
    if isinstance(value, dict):
        return {key: veil_value(inner, caller) for key, inner in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        return value if mask_numbers(str(value)) == str(value) else veil(str(value), caller)
    return [veil_value(inner, caller) for inner in value] if isinstance(value, list) else value


def may_be_name(name: str) -> bool:
    """Whether the word tells who somebody is."""
    return len(name) >= 2 and name not in _NOBODY


def _hidden(order: Order, shown: dict[str, str], extra: dict[str, Any]) -> str:
    said = {"title": order.title, "content": order.content, "address": order.whereabouts.address}
    changed = [said[name] for name in said if said[name] != shown[name]]
    changed += [f"{name}：{order.extra[name]}" for name in extra if extra[name] != order.extra[name]]
    return "\n".join(changed)
