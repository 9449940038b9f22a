from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from cases.open311.documents import Document, xml_of

ANY_TEXT = st.text(st.characters(exclude_categories=()))
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), ANY_TEXT)


@given(st.lists(st.dictionaries(st.sampled_from(["service_code", "description", "lat"]), VALUES)))
def test_whatever_the_rows_hold_the_xml_can_be_read(rows):
    root = ET.fromstring(xml_of(Document("service_requests", rows)))
    assert [[child.tag for child in request] for request in root] == [list(row) for row in rows]


def test_characters_that_xml_cannot_write_are_left_out():
    (error,) = ET.fromstring(xml_of(Document("errors", [{"description": "a\x00\x0b\ud800\ufffe<&b"}])))
    assert error.findtext("description") == "a<&b"
