"""Steps of the unit that has the case, and the line anybody may add."""

from django.utils.translation import gettext_lazy as _

from cases.actions.answer_supervision import answer_supervision
from cases.actions.contact import contact
from cases.actions.note import note
from cases.actions.reply import reply
from cases.actions.sign import sign
from command_center.desk.forms import unit
from command_center.desk.steps.photos import with_photos
from command_center.desk.steps.step import Step, with_fields

STEPS = (
    Step("sign", _("签收"), _("已签收，请尽快联系诉求人。"), unit.SignForm, with_fields(sign)),
    Step("contact", _("联系"), _("联系情况已登记。"), unit.ContactForm, with_photos(contact, "note")),
    Step("reply", _("回复"), _("回复已提交，等待审核。"), unit.ReplyForm, with_photos(reply, "text", "measures")),
    Step(
        "answer_supervision",
        _("答复督办"),
        _("督办已答复。"),
        unit.AnswerForm,
        with_fields(answer_supervision, "answer"),
        leads=False,
    ),
    Step("note", _("备注"), _("备注已写入经过。"), unit.NoteForm, with_photos(note, "text"), leads=False),
)
