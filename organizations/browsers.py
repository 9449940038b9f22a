"""What a browser calls itself, as people call it."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# In this order: nearly every browser also claims to be those after it.
_NAMES = (
    ("Edg", "Edge"),
    ("QQBrowser", _("QQ 浏览器")),
    ("MicroMessenger", _("微信")),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """ "Chrome 131 · Windows"; what is unknown is said to be so."""
    name = next((f"{name}{_version(user_agent, mark)}" for mark, name in _NAMES if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (name, system))) or gettext("未知浏览器")


def _version(user_agent: str, mark: str) -> str:
    found = re.search(rf"{mark}\w*/(\d+)", user_agent)
    return f" {found[1]}" if found else ""
