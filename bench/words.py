"""What the search is asked for: words that occur in many cases, in some, in few, in none."""

from bench.seeding.shops import names


def searched_words() -> dict[str, list[str]]:
    shops = names()
    return {
        "common": ["小区", "街道", "居民"],
        "usual": ["路灯", "停车", "噪音"],
        "several": ["小区 垃圾", "居民 停车 物业"],
        "rare": shops[-3:],
        "absent": ["龘靐齉", "饕餮盛宴"],
    }
