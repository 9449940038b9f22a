import pytest

from cases.rules.alerting import Danger, Watch, in_words, split_words

WATCH = Watch((Danger("燃气", ("演练",)), Danger("燃气泄漏"), Danger("a.c", ())))


@pytest.mark.parametrize(
    ("texts", "heard"),
    [
        (("路灯不亮", ""), ()),
        (("楼道有燃气味",), ("燃气",)),
        (("燃气泄漏",), ("燃气", "燃气泄漏")),
        (("演练", "燃气泄漏"), ("燃气泄漏",)),
        (("燃", "气"), ()),
        (("abc",), ()),
        (("a.c",), ("a.c",)),
    ],
)
def test_words_are_heard_as_they_stand_unless_others_stand_beside_them(texts, heard):
    assert WATCH.heard_in(*texts) == heard


def test_without_words_nothing_is_heard():
    assert Watch().heard_in("爆炸") == ()


def test_words_are_parted_by_any_comma():
    assert split_words("演练、宣传，培训, 影视;") == ("演练", "宣传", "培训", "影视")


def test_what_is_told_keeps_words_whole():
    assert (in_words(("起火", "爆炸", "坍塌"), most=5), in_words((), most=5)) == ("起火、爆炸", "")
