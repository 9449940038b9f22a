"""What the unit that has the case does, by API, and the line anybody may add."""

from typing import Any

from cases.actions.answer_supervision import answer_supervision
from cases.actions.contact import contact
from cases.actions.note import note
from cases.actions.reply import reply
from cases.actions.sign import sign
from cases.api import bodies
from cases.api.acting.base import ActionView


class SignView(ActionView):
    action = "sign"

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return sign(case_id, **who)


class ContactView(ActionView):
    action, body = "contact", bodies.ContactIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return contact(case_id, note=data["note"], photos=data["attachments"], **who)


class NoteView(ActionView):
    action, body = "note", bodies.NoteIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return note(case_id, text=data["text"], photos=data["attachments"], **who)


class AnswerSupervisionView(ActionView):
    action, body = "answer_supervision", bodies.AnswerSupervisionIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return answer_supervision(case_id, answer=data["answer"], **who)


class ReplyView(ActionView):
    action, body = "reply", bodies.ReplyIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return reply(case_id, text=data["text"], measures=data["measures"], photos=data["attachments"], **who)


VIEWS: tuple[type[ActionView], ...] = (
    SignView,
    ContactView,
    NoteView,
    AnswerSupervisionView,
    ReplyView,
)
