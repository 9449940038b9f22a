"""One whistle's page, with 23 departments at every stage."""

from tests.desk.whistles.conftest import form_of, text_of
from tests.enforcement.acting import came, rated, reported, signed, worked
from tests.enforcement.conftest import summonses
from tests.make import at


def test_smoke(pages, django_assert_max_num_queries):
    w = pages.whistling
    whistle = w.blow(23)
    all_ = summonses(whistle)
    signed(w, all_[0], at("2026-11-24 10:00"))
    came(w, all_[1], at("2026-11-24 10:20"), lon=116.2, lat=39.9)
    worked(w, all_[1], at("2026-11-24 10:30"))
    reported(w, all_[1], at("2026-11-24 11:00"))
    came(w, all_[2], at("2026-11-24 11:58"), at=at("2026-11-24 10:58"))
    with django_assert_max_num_queries(12) as q:
        text_of(pages.clerk.get("whistles/"))
    print("board", len(q.captured_queries))
    with django_assert_max_num_queries(30) as q:
        text_of(pages.clerk.get(f"whistles/{whistle.number}/"))
    print("page", len(q.captured_queries))
    for one in q.captured_queries: print(one["sql"][:140])
    for desk in (pages.leader, pages.supervisor, pages.officer(all_[0])):
        text_of(desk.get("whistles/"))
        text_of(desk.get(f"whistles/{whistle.number}/"))
        text_of(desk.get("whistles/waiting/"))
    text_of(pages.clerk.get(f"whistles/{whistle.number}/?do=rate&of=02"))
    text_of(pages.clerk.get(f"whistles/{whistle.number}/?do=confirm_check_in&of=03"))
    text_of(pages.clerk.get(f"whistles/{whistle.number}/site-code/"))
    text_of(pages.leader.get("whistles/blow/"))
    text_of(pages.leader.get(f"whistles/{whistle.number}/summon_more/"))
    off = pages.officer(all_[0])
    text_of(off.browser.get("/field/"))
    text_of(off.browser.get(f"/field/{all_[0].number}/"))
