"""Names in Chinese words. The book is a small one, so that every rule has its own entry."""

import pytest

from grid.gazetteer import Spot
from grid.gazetteer_entries import build_gazetteer
from grid.locations import Point

HERE = Point(116.2, 39.9)
A1, A2, B1 = "110107001001", "110107001002", "110107002001"


@pytest.fixture(scope="module")
def book():
    return build_gazetteer(
        district="石景山区",
        streets={"110107001": "八角街道", "110107002": "古城街道"},
        communities={
            A1: "海特花园第一社区",
            A2: "海特花园第二社区",
            "110107001003": "八角北里社区",
            "110107001004": "八角路社区",
            "110107001005": "柳荫里社区",
            B1: "柳荫里社区",
            "110107002002": "天翔社区",
        },
        spots=[
            Spot("八角路与八角西街交口", HERE, A1 + "001"),
            Spot("八角路口", HERE, B1 + "001"),
            Spot("七星东街北口", HERE, A1 + "002"),
            Spot("金安桥", HERE, B1 + "002"),
        ],
        roads=[
            ("八角路", Spot("八角路", HERE, A1 + "001")),
            ("石景山路", Spot("石景山路", HERE, A1 + "001")),
            ("石景山路", Spot("石景山路", HERE, B1 + "001")),
            ("七星东街", None),
        ],
    )


@pytest.mark.parametrize(
    "words",
    [
        "八角路与八角西街交口",
        "八角路和八角西街路口",
        "八角西街与八角路口",
        "八角西街、八角路交叉口东北角",
        "八角路八角西街路口北侧",
        "八角路八角西街十字路口",
        "八角路与八角西街的交汇处",
        "八角路 与 八角西街 西北角",
        "八角路与八角西街",
        "石景山区八角街道八角路与八角西街交口处有井盖丢失",
    ],
)
def test_a_crossing_is_known_by_its_two_roads_in_either_order(book, words):
    assert [spot.name for spot in book.read(words).spots] == ["八角路与八角西街交口"]


@pytest.mark.parametrize("words", ["八角路与八角西街之间", "八角路，另有八角西街", "八角路至八角西街路段"])
def test_two_roads_that_are_not_said_to_meet_are_no_crossing(book, words):
    reading = book.read(words)
    assert reading.spots == ()
    assert reading.roads == ("八角路", "八角西街")


@pytest.mark.parametrize(
    ("words", "name"),
    [("石景山路八角路口西", "八角路口"), ("七星东街北口25米", "七星东街北口"), ("金安桥下积水", "金安桥")],
)
def test_other_places_are_known_by_their_name(book, words, name):
    assert [spot.name for spot in book.read(words).spots] == [name]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("八角北里社区3号楼", {"110107001003"}),
        ("八角北里3号楼", {"110107001003"}),
        ("天翔社区", {"110107002002"}),
        ("天翔居委会", {"110107002002"}),
        ("海特花园第二社区", {A2}),
        ("海特花园门口", {A1, A2}),
        ("柳荫里", {"110107001005", B1}),
    ],
)
def test_a_communitys_name_stands_for_all_that_bear_it(book, words, codes):
    assert book.read(words).communities == (frozenset(codes),)


@pytest.mark.parametrize("words", ["天翔公司", "八角公园", "古城的风", "", "。", "a"])
def test_short_names_within_other_words_are_not_taken(book, words):
    reading = book.read(words)
    assert reading.communities == reading.streets == reading.spots == ()


def test_the_longest_name_wins(book):
    assert book.read("八角路社区").roads == ()
    assert book.read("八角路社区").communities == (frozenset({"110107001004"}),)
    assert book.read("石景山路").names_own_district is False


@pytest.mark.parametrize(
    ("words", "matched"),
    [
        ("石景山路54号院噪声", "石景山路54号院"),
        ("石景山路 54-2号", "石景山路54-2号"),
        ("石景山路甲６号", "石景山路甲6号"),
        ("石景山路北侧5号", "石景山路"),
    ],
)
def test_a_house_number_is_kept_with_its_road(book, words, matched):
    assert book.read(words).matched == (matched,)


def test_another_district_is_noticed_and_ours_too(book):
    reading = book.read("从海淀区到石景山区")
    assert (reading.other_district, reading.names_own_district) == ("海淀区", True)


@pytest.mark.parametrize(
    "field", ["八角街道", "八角", "八角街道办事处", "八角地区", " 八角街道 ", "110107001", "石景山区八角街道"]
)
def test_a_street_field_may_be_short_long_or_a_code(book, field):
    assert book.street_named(field) == "110107001"


@pytest.mark.parametrize("field", ["天翔社区", "天翔", "110107002002", "古城街道天翔社区"])
def test_a_community_field_may_be_short_long_or_a_code(book, field):
    assert book.communities_named(field) == {"110107002002"}


def test_unknown_fields_name_nothing(book):
    assert book.street_named("长阳镇") == ""
    assert book.communities_named("某社区") == frozenset()


def test_a_roads_streets_are_those_of_its_known_points(book):
    assert book.road_streets["石景山路"] == {"110107001", "110107002"}
    assert book.road_streets["八角西街"] == {"110107001"}
    assert book.road_streets["七星东街"] == {"110107001"}
