import pytest
from django.contrib.auth import get_user_model
from django.urls import path
from rest_framework import generics, serializers

from foundation.cursors import Ordering
from foundation.pagination import KeysetPagination

User = get_user_model()


class Row(serializers.Serializer):
    username = serializers.CharField()


class Rows(generics.ListAPIView):
    queryset = User.objects.all()
    serializer_class = Row
    pagination_class = KeysetPagination
    authentication_classes = permission_classes = filter_backends = ()
    orderings = (Ordering("username"), Ordering("-username"))


urlpatterns = [path("api/rows/", Rows.as_view())]


@pytest.fixture
def rows(settings, db, client):
    settings.ROOT_URLCONF = __name__
    User.objects.bulk_create(User(username=name) for name in "abc")
    return lambda url: client.get(url).json()


def test_links_keep_the_filters_and_lead_there_and_back(rows):
    first = rows("/api/rows/?limit=2&ordering=-username")
    second = rows(first["next"])
    assert [row["username"] for row in first["results"] + second["results"]] == ["c", "b", "a"]
    assert "ordering=-username" in first["next"]
    assert (first["previous"], second["next"]) == (None, None)
    assert rows(second["previous"])["results"] == first["results"]


def test_a_total_is_given_only_when_asked_for(rows):
    assert "count_estimated" not in rows("/api/rows/")
    assert isinstance(rows("/api/rows/?count=estimated")["count_estimated"], int)


@pytest.mark.parametrize("query", ["limit=0", "cursor=x", "ordering=password", "count=exact"])
def test_a_senseless_query_is_400_and_named(rows, query):
    body = rows(f"/api/rows/?{query}")
    assert (body["status"], body["errors"][0]["field"]) == (400, query.split("=")[0])


def test_the_schema_says_what_may_be_asked():
    parameters = {each["name"]: each["schema"] for each in KeysetPagination().get_schema_operation_parameters(Rows())}
    assert parameters["ordering"]["enum"] == ["username", "-username"]
    assert parameters["limit"]["maximum"] == 200
