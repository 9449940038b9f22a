from notices.queries.backlogs import Backlog, Undelivered, backlog, undelivered
from notices.queries.notices import unread_for, visible_to

__all__ = ["Backlog", "Undelivered", "backlog", "undelivered", "unread_for", "visible_to"]
