"""Who is believed, and how closely a place is known, in the real district."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grid.atlas_making import make_atlas
from grid.locating import locate_in
from grid.locations import Location, Point, Precision

GUCHENG, BAJIAO = "110107004", "110107003"
IN_GUCHENG = Point(116.184, 39.907)


@pytest.fixture
def locate(atlas):
    def ask(words="", *, point=None, street="", community=""):
        return locate_in(atlas, point=point, words=words, street=street, community=community)

    return ask


def test_a_point_gives_grid_community_and_street_with_their_ids(locate):
    found = locate(point=IN_GUCHENG)
    assert (found.precision, found.street_code, found.is_outside) == (Precision.POINT, GUCHENG, False)
    assert found.grid_code.startswith(found.community_code)
    assert found.community_code.startswith(GUCHENG)
    assert (found.street_id, found.community_id, found.unit_grid_id) == (
        int(GUCHENG),
        int(found.community_code),
        int(found.grid_code),
    )


def test_the_point_wins_over_the_street_named_and_says_so(locate):
    found = locate(point=IN_GUCHENG, street="八角街道", words="八角北里社区")
    assert found.street_code == GUCHENG
    assert found.note == "坐标位于古城街道，与所报八角街道不一致，以坐标为准"


def test_a_point_outside_is_nobodys(locate):
    found = locate(point=Point(116.5, 39.9), words="八角北里社区")
    assert found == Location(Precision.POINT, point=Point(116.5, 39.9), is_outside=True, note="坐标不在本区范围内")


def test_a_point_outside_keeps_the_street_its_sender_named(locate):
    found = locate(point=Point(116.5, 39.9), street="古城街道")
    assert (found.precision, found.street_code, found.is_outside) == (Precision.STREET, GUCHENG, True)
    assert (found.community_code, found.grid_code) == ("", "")
    assert found.note == "坐标不在本区范围内；保留所报古城街道"


def test_swapped_coordinates_are_suspected_not_mended(locate):
    found = locate(point=Point(IN_GUCHENG.lat, IN_GUCHENG.lon))
    assert (found.street_code, found.is_outside) == ("", True)
    assert "疑似经纬度颠倒" in found.note


def test_a_position_that_is_no_number_is_passed_over(locate):
    found = locate("八角北里社区", point=Point(float("nan"), 39.9))
    assert (found.precision, found.point, found.note) == (Precision.COMMUNITY, None, "坐标无效，未采用")


@pytest.mark.parametrize(
    ("words", "precision", "codes"),
    [
        ("鲁谷大街鲁谷路口东南角", Precision.CROSSING, (True, True, True)),
        ("亚疗桥下积水", Precision.CROSSING, (True, True, True)),
        ("金顶街二区3号楼", Precision.COMMUNITY, (True, True, False)),
        ("海特花园", Precision.STREET, (True, False, False)),
        ("古城大街", Precision.ROAD, (True, False, False)),
        ("石景山路54号院", Precision.ROAD, (False, False, False)),
        ("八大处路", Precision.ROAD, (False, False, False)),
        ("五里坨街道某处", Precision.STREET, (True, False, False)),
        ("石景山区", Precision.NONE, (False, False, False)),
        ("不知道什么地方", Precision.NONE, (False, False, False)),
        ("", Precision.NONE, (False, False, False)),
    ],
)
def test_words_are_as_precise_as_what_they_name(locate, words, precision, codes):
    found = locate(words)
    assert found.precision is precision
    assert (bool(found.street_code), bool(found.community_code), bool(found.grid_code)) == codes
    assert found.is_outside is False


def test_a_long_road_takes_the_street_from_the_field(locate):
    found = locate("石景山路54号院", street="古城街道")
    assert (found.precision, found.street_code) == (Precision.ROAD, GUCHENG)


def test_a_crossing_in_another_street_than_the_one_named_is_only_noted(locate):
    found = locate("古城路口", street="八角街道")
    assert (found.precision, found.street_code) == (Precision.STREET, BAJIAO)
    assert found.note == "古城路口位于古城街道，与所报八角街道不一致，以所报街道为准"


def test_a_crossing_outside_the_community_named_is_only_noted(locate):
    found = locate("八角北里社区，京燕饭店东侧")
    assert (found.precision, found.community_code) == (Precision.COMMUNITY, "110107003007")
    assert found.note == "京燕饭店不在所报社区的示意范围内，以所报社区为准"


def test_a_community_of_another_street_than_the_one_named_is_only_noted(locate):
    found = locate("东街社区", street="古城街道")
    assert (found.precision, found.street_code, found.community_code) == (Precision.STREET, GUCHENG, "")
    assert found.note == "所报社区不在所报古城街道，以所报街道为准"


def test_two_crossings_name_neither(locate):
    found = locate("从八宝山路口到古城路口")
    assert (found.precision, found.street_code, found.note) == (Precision.NONE, "", "涉及多个路口或地标")


def test_communities_of_two_streets_name_neither(locate):
    found = locate("玉泉西里西社区和八角北里社区")
    assert (found.precision, found.street_code, found.note) == (Precision.NONE, "", "社区名称对应多个社区")


def test_an_ambiguous_name_is_decided_by_the_street(locate):
    assert locate("玉泉西里西社区和八角北里社区", street="八角").community_code == "110107003007"


def test_estate_and_community_together_name_the_community(locate):
    assert locate("海特花园，海特花园第一社区").community_code == "110107005032"


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"words": "海淀区清河街道"}, "所报地址属于海淀区，不在本区"),
        ({"words": "海淀区香山南路与福田寺西街交口"}, "所报地址属于海淀区，不在本区"),
        ({"words": "某某小区", "street": "房山区长阳镇"}, "所报地址属于房山区，不在本区"),
        ({"words": "某某小区", "street": "长阳镇"}, "长阳镇不是本区街道"),
    ],
)
def test_another_districts_address_is_outside(locate, fields, note):
    found = locate(**fields)
    assert (found.precision, found.is_outside, found.note) == (Precision.NONE, True, note)


@pytest.mark.parametrize("words", ["家住海淀区，八角北里社区有人占道", "石景山区与海淀区交界处", "海淀区方向古城街道"])
def test_another_district_spoken_of_beside_ours_is_not_outside(locate, words):
    assert locate(words).is_outside is False


@settings(max_examples=200, deadline=None)
@given(texts=st.tuples(st.text(), st.text(), st.text()), point=st.builds(Point, st.floats(), st.floats()))
def test_it_never_fails(atlas, texts, point):
    facts = dict(zip(("words", "street", "community"), texts, strict=True))
    assert locate_in(atlas, point=None, **facts).precision in Precision
    assert locate_in(atlas, point=point, **facts).precision in Precision


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_grid_code_is_never_finer_than_the_precision(atlas, data):
    names = [area.name for area in (*atlas.streets.values(), *atlas.communities.values())]
    scraps = st.sampled_from(
        [*names, "与", "交口", "石景山路", "鲁谷大街", "鲁谷路", "亚疗桥", "海淀区", "3号楼", "，"]
    )
    words = "".join(data.draw(st.lists(scraps, max_size=6)))
    street = data.draw(st.sampled_from(["", *(area.name for area in atlas.streets.values())]))
    found = locate_in(atlas, point=None, words=words, street=street, community="")
    assert bool(found.grid_code) == (found.precision is Precision.CROSSING)
    assert bool(found.community_code) == (found.precision in {Precision.CROSSING, Precision.COMMUNITY})
    assert found.grid_code.startswith(found.community_code) or not found.grid_code
    assert found.community_code.startswith(found.street_code) or not found.community_code
    if street:
        assert atlas.streets[found.street_code].name == street


def test_before_a_district_is_loaded_everything_is_unknown():
    empty = make_atlas(district="", streets={}, communities={}, unit_grids={}, places=[])
    assert locate_in(empty, point=None, words="八角北里社区", street="", community="") == Location(Precision.NONE)
