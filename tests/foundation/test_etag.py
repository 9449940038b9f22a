import pytest
from django.test import RequestFactory

from foundation.errors import Malformed
from foundation.etag import etag_of, expected_version


def request(if_match=None):
    return RequestFactory().post("/", headers={} if if_match is None else {"If-Match": if_match})


def test_a_version_goes_out_and_comes_back():
    assert expected_version(request(etag_of(12))) == 12


@pytest.mark.parametrize("header", [None, "*", " * "])
def test_without_a_version_any_is_expected(header):
    assert expected_version(request(header)) is None


@pytest.mark.parametrize(
    "header", ["", "v3", "3", '"3"', 'W/"v3"', '"v3", "v4"', '"v-1"', '"v３"', '"v' + "9" * 30 + '"']
)
def test_anything_else_is_malformed(header):
    with pytest.raises(Malformed) as error:
        expected_version(request(header))
    assert error.value.errors[0].field == "If-Match"
