"""Callers who don't exist: names put together from lists, numbers from a range nobody has."""

from cases.rules.orders import Caller
from command_center.demo.chance import Dice

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = [
    "建国",
    "秀英",
    "志强",
    "桂兰",
    "丽华",
    "国庆",
    "玉梅",
    "海涛",
    "雪梅",
    "文静",
    "小军",
    "春燕",
    "永刚",
    "淑珍",
    "红霞",
    "立新",
    "宝山",
    "凤琴",
    "振华",
    "晓东",
    "佳怡",
    "子轩",
    "雨桐",
    "浩然",
    "思远",
    "梦洁",
    "俊杰",
    "欣妍",
    "明辉",
    "亚楠",
]


def make_caller(chance: Dice, *, is_report: bool) -> Caller:
    """Somebody with a number of the range 199 0000 xxxx; whoever reports a wrong often asks to stay unknown."""
    if chance.random() < 0.04:
        return Caller()
    return Caller(
        name=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        phone=f"1990000{chance.randint(0, 9999):04d}",
        is_secret=chance.random() < (0.15 if is_report else 0.02),
    )
