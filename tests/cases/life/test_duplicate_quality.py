"""How often a suggested duplicate is one, and how many are found: the threshold comes from one half of the pairs, the
figures from the other."""

from cases.rules.similarity import LIKELY, Likeness, rarity, similarity, tokens_of
from tests.cases.life.duplicate_pairs import pairs


def scored(some):
    weights = rarity(tokens_of(one) for pair in some for one in (pair.one, pair.other))
    return [(similarity(p.one, p.other, weights=weights, metres=200, days=7).score, p.is_duplicate) for p in some]


def figures(scores, threshold):
    found = [is_one for score, is_one in scores if score >= threshold]
    right, wanted = sum(found), sum(is_one for _score, is_one in scores)
    return right / max(len(found), 1), right / wanted


def balance(scores, threshold):
    precision, recall = figures(scores, threshold)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def test_suggestions_are_mostly_right_and_mostly_complete():
    chosen_on, told_of = scored(pairs(1000, seed=1)), scored(pairs(1000, seed=2))
    best = max((n / 100 for n in range(10, 90)), key=lambda threshold: balance(chosen_on, threshold))
    precision, recall = figures(told_of, LIKELY)
    print(f"best on one half {best:.2f}; at {LIKELY:.2f} on the other: precision {precision:.3f}, recall {recall:.3f}")
    assert balance(chosen_on, LIKELY) >= balance(chosen_on, best) - 0.02
    assert precision >= 0.95
    assert recall >= 0.75


def test_the_same_words_far_away_are_no_duplicate():
    one = Likeness(text="路灯不亮", address="古城大街1号", path=(1,), point=(116.19, 39.9))
    other = Likeness(text="路灯不亮", address="古城大街1号", path=(1,), point=(116.19, 39.91))
    assert similarity(one, other, weights={}, metres=200, days=7).score == 0


def test_reasons_are_words():
    one = Likeness(text="路灯不亮", address="", path=(1,), unit_grid=7, requester="h")
    found = similarity(one, one, weights={}, metres=200, days=7)
    assert (found.score, found.reason) == (0.97, "同一单元网格、同类别、文字相近、同一来电号码")
