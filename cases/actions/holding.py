"""What a reply must wait for."""

from django.utils.translation import gettext as _

from cases.queries.companions import Companions
from kernel.errors import Refused


def require_nothing_open(around: Companions) -> None:
    """Raises Refused `tasks_open` while others still work for the case, `link_holds_reply` while something beside it
    (a whistle) must be finished first; both say what it is."""
    waiting = [task.bearer for task in around.handed_on]
    if waiting:
        raise Refused(
            _("%(bearers)s 的任务还没有反馈，请等反馈后再回复，或先撤回任务。") % {"bearers": "、".join(waiting)},
            code="tasks_open",
            bearers=waiting,
        )
    link = next((one for one in around.links if one.holds_reply), None)
    if link is not None:
        told = {"title": link.title, "ref": link.ref, "state": link.state}
        raise Refused(
            _("“%(title)s”（%(ref)s，%(state)s）还没有了结，请先办完再回复。") % told,
            code="link_holds_reply",
            kind=link.kind,
            ref=link.ref,
        )
