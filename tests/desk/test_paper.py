"""One case on paper: whole, masked, in the audit."""

from io import BytesIO

import pytest

from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.supervise import supervise
from cases.models import CallBack, CaseRelation
from cases.rules.orders import Caller
from foundation.actions.add_attachment import add_attachment
from organizations.models import AuditEntry
from organizations.roles import Role
from tests import make
from tests.pictures import picture

Document = pytest.importorskip("docx").Document


@pytest.fixture
def case(town, signed_case):
    case = signed_case(content="第一行\n第二行 <b>粗</b>")
    supervise(case.pk, reason="请说明进展", actor=make.person(town.centre, Role.LEADER), now=make.NOON)
    note(case.pk, text="现场" + "很长" * 200, actor=make.person(town.centre, Role.DISPATCHER), now=make.NOON)
    CallBack.objects.create(case=case, round=1, at=make.NOON, is_reached=False)
    return case


@pytest.fixture
def shelf(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def docx_of(desk, case):
    return Document(BytesIO(b"".join(desk.get(f"cases/{case.case_no}/docx/").streaming_content)))


def texts_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_print_page_holds_the_whole_course_and_no_number(dispatcher, case):
    page = dispatcher.get(f"cases/{case.case_no}/print/").content.decode()
    for shown in (
        "办理中",
        "王** 199****1234",
        "请说明进展",
        "很长很长",
        "没有联系上",
        "甲河街道办事处",
        "第二行 &lt;b&gt;",
    ):
        assert shown in page
    assert "19900001234" not in page
    assert page.count("<tr>") > 12


def test_the_docx_says_the_same(dispatcher, case):
    document = docx_of(dispatcher, case)
    texts = texts_of(document)
    for shown in ("王** 199****1234", "请说明进展", "没有联系上", "第二行 <b>粗</b>", "第 1 轮"):
        assert shown in texts
    assert document.core_properties.title == case.case_no
    assert "李调度" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.usefixtures("shelf")
def test_photos_and_what_belongs_to_the_case_are_on_the_paper(town, dispatcher, case, new_case):
    earlier, follower = new_case(title="先前的"), new_case(title="并来的")
    CaseRelation.objects.create(case=case, earlier=earlier, kind=CaseRelation.Kind.AGAIN, at=make.NOON)
    clerk = make.person(town.centre, Role.DISPATCHER)
    merge(follower.pk, main=case, reason="同一处", actor=clerk, now=make.NOON)
    photo = add_attachment(BytesIO(picture()), name="现场.jpg", actor=clerk, now=make.NOON)
    note(case.pk, text="看过", photos=[photo.pk], actor=clerk, now=make.NOON)
    texts = texts_of(docx_of(dispatcher, case))
    for shown in (
        "现场.jpg",
        "现场情况",
        earlier.case_no,
        "先前的案件：同一事项再次反映",
        follower.case_no,
        "并入本案件",
    ):
        assert shown in texts
    theirs = texts_of(docx_of(dispatcher, follower))
    assert case.case_no in theirs
    assert "同一处" in theirs


def test_what_xml_cannot_hold_spoils_no_document(dispatcher, new_case):
    assert "\ufffd" in texts_of(docx_of(dispatcher, new_case(content="坏\x01字符")))


def test_who_asked_in_secret_is_on_no_units_paper(street, sent_case):
    secret = sent_case(caller=Caller(name="王某某", phone="19900001234", is_secret=True))
    page = street.get(f"cases/{secret.case_no}/print/").content.decode()
    assert ("保密" in page, "王*" in page) == (True, False)


def test_each_taking_is_an_entry_of_the_audit(dispatcher, case):
    dispatcher.get(f"cases/{case.case_no}/print/")
    docx_of(dispatcher, case)
    found = AuditEntry.objects.filter(subject_id=case.case_no, kind__in=["case.printed", "case.exported"])
    assert list(found.order_by("pk").values_list("kind", "actor_label")) == [
        ("case.printed", "李调度"),
        ("case.exported", "李调度"),
    ]


def test_anothers_case_has_no_paper(other_street, sent_case):
    no = sent_case().case_no
    assert other_street.get(f"cases/{no}/print/").status_code == 404
    assert not AuditEntry.objects.filter(kind="case.printed").exists()


def test_the_case_page_leads_to_both(dispatcher, case):
    page = dispatcher.get(f"cases/{case.case_no}/").content.decode()
    assert f"/desk/cases/{case.case_no}/print/" in page
    assert f"/desk/cases/{case.case_no}/docx/" in page
