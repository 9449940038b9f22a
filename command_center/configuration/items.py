"""One line of the page: what was looked at, how it stands, where to set it up."""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse


class Standing(StrEnum):
    GOOD = "good"
    LOOK = "look"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    standing: Standing
    said: str
    url: str


def item(name: str, said: str, model: str, *, missing: bool = False, look: bool = False, query: str = "") -> Item:
    """`model` is `app_model` as the admin's addresses write it."""
    standing = Standing.MISSING if missing else Standing.LOOK if look else Standing.GOOD
    return Item(name, standing, said, reverse(f"admin:{model}_changelist") + query)


def shortened(names: list[str], *, most: int = 5) -> str:
    """ "甲、乙、丙…" """
    return "、".join(names[:most]) + ("…" if len(names) > most else "")
