from notices.actions.mark_read import mark_all_read, mark_read
from notices.actions.notify import NoticeRow, notify, notify_many

__all__ = ["NoticeRow", "mark_all_read", "mark_read", "notify", "notify_many"]
