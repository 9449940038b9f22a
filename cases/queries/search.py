"""Search of Chinese text: a vector of character pairs, made in the program and indexed by the database."""

from itertools import chain

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet, Value

from cases.models import Case
from kernel.texts import bigrams


def search_vector(*texts: str) -> SearchVector:
    """The expression that fills `Case.search` from these texts."""
    return SearchVector(Value(search_words(*texts)), config="simple")


def search_words(*texts: str) -> str:
    """The tokens of these texts, for `to_tsvector('simple', …)`."""
    return " ".join(chain.from_iterable(map(bigrams, texts)))


def matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """The cases that hold every word of the search; order and case numbers count as words. None when nothing is left
    to search for (one character alone is no search)."""
    number = words.strip()
    tokens = [token for token in bigrams(words) if len(token) > 1]
    if not tokens:
        return cases.none()
    wanted = SearchQuery(" & ".join(f"'{token}'" for token in tokens), search_type="raw", config="simple")
    return cases.filter(Q(search=wanted) | Q(case_no=number) | Q(order_no=number))
