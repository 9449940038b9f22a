"""The forms in which people write the names of streets, communities and roads.

A form is taken only if it can hardly mean anything else: sending an order to the wrong street is worse than asking.
"""

import re

BEIJING_DISTRICTS = (
    "东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区", "门头沟区", "房山区",
    "通州区", "顺义区", "昌平区", "大兴区", "怀柔区", "平谷区", "密云区", "延庆区",
)  # fmt: skip

# A community's name without 社区 may also be a road, a direction, a house or a firm spoken of in passing.
_ALSO_SOMETHING_ELSE = re.compile(r"(?:[路街东西南北中社厂所]|小区|号院|公司|大学)$")
# What tells the communities of one estate apart: 海特花园第一, 金顶街一区, 玉泉西里西, 模式口东里, 模式口西里南区.
_WITHIN_ESTATE = re.compile(
    r"^(.{3,}?)(?:第[一二三四五六七八九十]+|[一二三四五六七八九十东西南北中]区|[东西南北中][里村]?)$"
)
_PAIR = re.compile(r"^(.+?)[与和](.+?)(?:交口|路口|交叉口)$")


def stem(name: str, *suffixes: str) -> str:
    """The name without the first of these suffixes it ends in: 八角街道 → 八角."""
    return next((name.removesuffix(s) for s in suffixes if name.endswith(s) and len(name) > len(s)), name)


def street_forms(name: str) -> tuple[str, ...]:
    """How a street is written within a text; the bare 八角, 古城 may mean much else there."""
    bare = stem(name, "街道")
    return (name, f"{bare}地区") if bare != name else (name,)


def street_field_forms(name: str) -> tuple[str, ...]:
    """How a street is written in a field of its own, where the bare name can mean nothing else."""
    return (*street_forms(name), stem(name, "街道"), f"{name}办事处", f"{name}办")


def community_forms(name: str) -> tuple[str, ...]:
    """How a community is written within a text."""
    bare = stem(name, "社区")
    if bare == name:
        return (name,)
    forms = (name, f"{bare}居委会", f"{bare}居民委员会")
    return forms if len(bare) < 3 or _ALSO_SOMETHING_ELSE.search(bare) else (*forms, bare)


def community_field_forms(name: str) -> tuple[str, ...]:
    """How a community is written in a field of its own."""
    return (*community_forms(name), stem(name, "社区"))


def estate(name: str) -> str:
    """The estate several communities are parts of, which alone names none of them: 海特花园第一社区 → 海特花园."""
    found = _WITHIN_ESTATE.match(stem(name, "社区"))
    return found[1] if found and not found[1].endswith(("路", "街")) else ""


def crossing_roads(name: str) -> tuple[str, ...]:
    """The two roads a crossing is named after, none for another name: 鲁谷大街与鲁谷路交口 → 鲁谷大街, 鲁谷路."""
    found = _PAIR.match(name)
    return (found[1], found[2]) if found else ()
