import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.texts import bigrams, mask_name, mask_phone, normalise, phone_digits


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("占道经营", ["占道", "道经", "经营"]),
        ("路灯不亮，12345 来电", ["路灯", "灯不", "不亮", "12345", "来电"]),
        ("井", ["井"]),
        ("ＬＥＤ屏", ["led", "屏"]),
        ("", []),
    ],
)
def test_neighbouring_characters_make_the_search_tokens(text, tokens):
    assert bigrams(text) == tokens


@pytest.mark.parametrize(
    ("number", "digits", "masked"),
    [
        ("+86 199-0000-1234", "19900001234", "199****1234"),
        ("010-6887 0000", "01068870000", "010****0000"),
        ("0086 19900001234", "19900001234", "199****1234"),
        ("12345", "12345", "***45"),
        ("保密", "", ""),
    ],
)
def test_a_number_is_compared_by_digits_and_shown_masked(number, digits, masked):
    assert phone_digits(number) == digits
    assert mask_phone(number) == masked


@pytest.mark.parametrize(("name", "masked"), [("王小明", "王**"), ("李", "李"), ("", ""), ("欧阳某某某某某", "欧****")])
def test_of_a_name_the_first_character_remains(name, masked):
    assert mask_name(name) == masked


@given(st.text())
def test_normalised_text_has_no_control_characters_and_stays_normal(text):
    once = normalise(text)
    assert "\x00" not in once
    assert normalise(once) == once


@given(st.text(min_size=8))
def test_a_mask_never_shows_the_middle(text):
    digits = phone_digits(text)
    if len(digits) >= 8:
        assert mask_phone(text).count("*") >= 4
