"""Pairs of cases as a hotline hears them: one matter told twice by two people, and two matters that look like one."""

from dataclasses import dataclass
from random import Random

from cases.rules.similarity import Likeness

# What it is about: (category, its parent), and how different people say it.
MATTERS = {
    (11, 1): [
        "路灯不亮{n}天了，晚上看不清路",
        "夜间路灯坏了，漆黑一片",
        "路灯全灭，老人走路害怕",
        "路口的路灯一直没亮，走夜路危险",
    ],
    (12, 1): ["井盖破损，车过响声大", "下水井盖碎了，怕人掉下去", "井盖塌陷一半，很危险", "马路上井盖缺了一块"],
    (13, 1): ["路面塌陷，有个大坑", "马路上有坑，车轮陷进去", "道路坑洼，电动车摔倒{n}次", "路面破损有深坑没人修"],
    (21, 2): [
        "流动摊贩占道经营，堵得走不动",
        "小贩摆摊占路，叫卖到半夜",
        "占道摆摊{n}家，行人没处走",
        "三轮车卖水果占了便道",
    ],
    (22, 2): ["烧烤油烟呛人，窗户不敢开", "饭馆排油烟，楼上全是味", "餐馆油烟扰民，直排居民窗口", "楼下烤串油烟大"],
    (23, 2): ["商铺把货架摆到店外", "超市店外经营，便道堆货", "店外堆放货物占便道", "商户在门口摆货架，挡路"],
    (31, 3): [
        "垃圾桶满了{n}天没人清运",
        "垃圾堆成山，臭味熏人",
        "生活垃圾没有清走，苍蝇很多",
        "垃圾站外溢，垃圾没人收",
    ],
    (32, 3): ["夜里有人倾倒渣土", "建筑垃圾乱倒在路边", "渣土车偷倒建筑垃圾", "装修的建筑垃圾堆在路边没人管"],
    (41, 4): [
        "工地夜间施工噪声大，睡不着",
        "半夜施工吵得没法睡",
        "夜里{n}点还在施工，噪声扰民",
        "工地打桩噪声整夜不停",
    ],
    (42, 4): ["广场舞音响声音太大", "跳舞放音乐扰民到晚上{n}点", "广场舞噪音吵得孩子没法学习", "大妈跳广场舞音响很吵"],
    (51, 5): [
        "暖气不热，屋里只有{n}度",
        "家里暖气片是凉的，供暖不达标",
        "供暖温度不够，老人受冻",
        "暖气不热，室温上不去",
    ],
    (52, 5): ["自来水停了，没有通知", "家里没水{n}小时了", "突然停水，做不了饭", "停水到现在没来水"],
}
OPENINGS = ["来电人反映", "市民反映", "", "诉求人来电，", "您好，"]
CLOSINGS = ["，希望尽快处理。", "，请有关部门管一管。", "。", "，已反映多次。", "，要求答复。"]
ROADS = ["古城大街", "八角西街", "石景山路", "苹果园南路", "鲁谷东街", "杨庄路", "体育场西街", "老山东里"]
METRE = 1 / 111_000


@dataclass(frozen=True, slots=True)
class Pair:
    one: Likeness
    other: Likeness
    is_duplicate: bool


def pairs(number: int, *, seed: int) -> list[Pair]:
    """Four in ten are one matter; of the others half are another matter at the same place, half the same elsewhere."""
    chance = Random(seed)
    return [_pair(chance) for _n in range(number)]


def _pair(chance: Random) -> Pair:
    matter, place, lot = chance.choice(list(MATTERS)), _place(chance), chance.random()
    one = _told(chance, matter, place)
    if lot < 0.4:
        return Pair(one, _told(chance, matter, place), True)
    if lot < 0.7:
        other = chance.choice([m for m in MATTERS if m != matter])
        return Pair(one, _told(chance, other, place), False)
    return Pair(one, _told(chance, matter, _elsewhere(chance, place)), False)


def _place(chance: Random) -> dict:
    street = chance.randrange(3)
    community = street * 10 + chance.randrange(4)
    return {
        "road": chance.choice(ROADS),
        "number": chance.randrange(1, 200),
        "lon": 116.19 + chance.random() * 0.03,
        "lat": 39.90 + chance.random() * 0.03,
        "street": street,
        "community": community,
        "unit_grid": community * 100 + chance.randrange(6),
    }


def _elsewhere(chance: Random, place: dict) -> dict:
    """The same community or street, at least 300 metres away, another house or another road."""
    other = _place(chance) | {"street": place["street"]}
    far = chance.uniform(300, 1500) * chance.choice([-1, 1]) * METRE
    if chance.random() < 0.5:
        other |= {"community": place["community"], "unit_grid": place["unit_grid"] + 7}
    return other | {"lon": place["lon"], "lat": place["lat"] + far}


def _told(chance: Random, matter: tuple[int, int], place: dict) -> Likeness:
    words = chance.choice(MATTERS[matter]).format(n=chance.randrange(2, 9))
    address = place["road"] + chance.choice(
        [f"{place['number']}号", f"{place['number']}号院", f"{place['number']}号附近"]
    )
    text = f"{chance.choice(OPENINGS)}{chance.choice([address, ''])}{words}{chance.choice(CLOSINGS)}"
    has_point, classified = chance.random() < 0.6, chance.random()
    lon, lat = (place[axis] + chance.uniform(-40, 40) * METRE for axis in ("lon", "lat"))
    wrong = chance.choice(list(MATTERS))
    return Likeness(
        text=text,
        address=address,
        path=matter if classified < 0.8 else wrong if classified < 0.88 else (),
        point=(lon, lat) if has_point else None,
        unit_grid=place["unit_grid"] if has_point else None,
        community=place["community"] if chance.random() < 0.8 else None,
        street=place["street"],
        at_days=chance.uniform(0, 7),
    )
