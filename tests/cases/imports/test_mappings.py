from pathlib import Path

import pytest

from cases.imports import mappings
from cases.imports.columns import parse
from kernel.errors import Invalid, NotFound, Refused
from tests.cases.imports.making import BEIJING, IMPORTER, PETITION
from tests.make import NOON

MINE = {"source": "community", "columns": {"order_no": "编号", "title": "事由", "content": ["情况", "要求"]}}
HEADER = ["编号", "事由", "情况", "要求", "日期"]


@pytest.mark.parametrize("file", sorted(mappings.FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_a_packaged_mapping_is_short_and_sound(file: Path):
    assert len(file.read_text().splitlines()) <= 40
    assert mappings.read(file.stem).title


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (BEIJING, "beijing12345"),
        (BEIJING[:-1], "beijing12345-21"),
        ([*BEIJING, "本区加的列"], "beijing12345"),
        ([c for c in BEIJING if c != "是否满意"], "beijing12345"),
        (PETITION, "petition_replied"),
        ([*PETITION[:5], "downvotes", "upvotes"], "petition_hot"),
        ([*PETITION[:5], "label_l1"], "petition_labelled"),
    ],
)
def test_the_header_tells_the_mapping(db, header, name):
    found = mappings.detect(header)
    assert found is not None
    assert found.name == name


def test_a_header_nobody_knows_tells_none(db):
    assert mappings.detect(["日期", "金额"]) is None
    assert mappings.detect(["工单编号", "标题", "主要内容"]) is None


def test_a_mapping_that_a_person_made_is_kept_found_and_written_over(db):
    assert mappings.detect(HEADER) is None
    mappings.save("社区台账", title="社区台账", columns=MINE, actor=IMPORTER, now=NOON)
    found = mappings.detect(HEADER)
    assert found == mappings.read("社区台账")
    assert (found.source, found.columns["content"]) == ("community", ("情况", "要求"))
    mappings.save("社区台账", title="新名", columns=MINE, actor=IMPORTER, now=NOON)
    assert mappings.read("社区台账").title == "新名"


def test_a_packaged_name_is_taken(db):
    with pytest.raises(Refused):
        mappings.save("beijing12345", title="我的", columns=MINE, actor=IMPORTER, now=NOON)


def test_an_unknown_name_lists_those_there_are(db):
    with pytest.raises(NotFound, match="petition_hot"):
        mappings.read("none")


def test_every_wrong_entry_of_a_mapping_is_named():
    wrong = {
        "source": "moon",
        "columns": {"order_no": "编号", "title": "", "weather": "天气"},
        "values": {"request_kind": {"诉求": "wish"}},
        "colour": "red",
    }
    with pytest.raises(Invalid) as error:
        parse("wrong", wrong)
    named = {e.field for e in error.value.errors}
    assert named == {"source", "columns.title", "columns.content", "columns.weather", "values.request_kind", "colour"}


def test_a_file_without_a_needed_column_is_refused_by_its_name(db):
    with pytest.raises(Invalid, match="主要内容"):
        mappings.choose("beijing12345", [c for c in BEIJING if c != "主要内容"])
