"""Names that occur in few cases each, so that a search can be for something rare."""

from command_center.demo.chance import dice

COUNT = 2_000
_FIRST = "青墨云岚松桐苇菱鹭砚澄朴霁棠禾汀屿杉栀泊"
_SECOND = "舟涧穗筝岫蓼渡垄笛帆坞樨簪澜弦芷埠蕉葭桁"
_KINDS = ("面馆", "修车铺", "裁缝店", "书屋", "水果店")


def names() -> list[str]:
    """All different; the first ones are mentioned often, the last ones hardly ever."""
    every = [f"{a}{b}{kind}" for a in _FIRST for b in _SECOND for kind in _KINDS]
    dice("bench shops").shuffle(every)
    return every[:COUNT]


def sentence(name: str) -> str:
    return f"地点在{name}门前。"
