"""What a change in the admin will touch besides its own row, told before it is done.

An app says it for its own models and for those below it, in a module `consequences.py` with one table
`CONSEQUENCES: {model: (function, …)}`; a function takes the row as it stands and as it would be, and gives sentences.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from foundation.clock import now
from kernel.times import due_text
from organizations.models import ApiClient, DutyShift, Organization, RoleGrant, User
from organizations.roles import fits
from organizations.sessions import living

# How many people or things a sentence names.
_NAMED = 5
Tell = Callable[[Any, Any], Iterable[str]]


class NeedsConfirmation(Exception):  # named like the errors of the kernel
    """Nothing is written yet: whoever asked for the change reads these sentences first."""

    def __init__(self, row: str, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.row, self.sentences = row, sentences


def ask_first(request: HttpRequest, row: str, sentences: Sequence[str]) -> None:
    """Goes on when there is nothing to tell or the sentences were agreed to; else shows them, nothing being done."""
    if sentences and "_confirmed" not in request.POST:
        raise NeedsConfirmation(row, list(sentences))


def consequences_of(before: Model, after: Model) -> list[str]:
    """All that the apps have to say of this change; [] when it touches nothing else."""
    return [sentence for tell in _tellers().get(type(after), ()) for sentence in tell(before, after)]


@cache
def _tellers() -> dict[type[Model], list[Tell]]:
    found: dict[type[Model], list[Tell]] = defaultdict(list)
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "consequences"):
            table: Mapping[type[Model], tuple[Tell, ...]] = import_module(f"{config.name}.consequences").CONSEQUENCES
            for model, tellers in table.items():
                found[model] += tellers
    return dict(found)


def named(names: Sequence[object]) -> str:
    """The first few by name, the others by their number."""
    shown = "、".join(str(name) for name in names[:_NAMED])
    return shown if len(names) <= _NAMED else _("%(shown)s 等") % {"shown": shown}


def is_retired(before: Any, after: Any) -> bool:
    return bool(before.is_active and not after.is_active)


def is_rotated(before: ApiClient, after: ApiClient) -> bool:
    return before.previous_expires_at != after.previous_expires_at


def _of_organization(before: Organization, after: Organization) -> Iterator[str]:
    if is_retired(before, after):
        yield from _of_retirement(before)
    if before.parent_id != after.parent_id:
        words = _("升级通知今后报给%(new)s，不再报给%(old)s；已经发出的不变。")
        yield words % {"new": after.parent or _("无上级（找不到人就告警）"), "old": before.parent or _("无上级")}
    if before.kind != after.kind:
        grants = RoleGrant.objects.filter(user__organization=before, user__is_active=True).select_related("user")
        unfit = [f"{grant.user}（{grant}）" for grant in grants if not fits(grant.role, after.kind)]
        if unfit:
            words = _("%(n)d 个角色不适用于新的类别，应先收回：%(who)s。")
            yield words % {"n": len(unfit), "who": named(unfit)}


def _of_retirement(organization: Organization) -> Iterator[str]:
    people = User.objects.filter(organization=organization, is_active=True).count()
    clients = ApiClient.objects.filter(organization=organization, is_active=True).count()
    below = Organization.objects.filter(parent=organization, is_active=True).count()
    if people or clients:
        words = _("其下 %(people)d 名在用人员将看不到任何案件，%(clients)d 个接口账号立即失效。")
        yield words % {"people": people, "clients": clients}
    if below:
        yield _("还有 %d 个在用的下级组织，它们的升级通知将找不到上级。") % below


def _of_user(before: User, after: User) -> Iterator[str]:
    if not is_retired(before, after):
        return
    roles = "、".join(str(grant) for grant in before.role_grants.all()) or _("无")
    yield _("此人立即不能登录，现有角色：%s；值班表上由替班人接替，没有替班人就是缺口。") % roles
    if sessions := living(now()).filter(user=before).count():
        yield _("%d 个登录会话立即结束，没有提交的内容会丢失。") % sessions
    turns = DutyShift.objects.filter(person=before, is_active=True, ends_at__gt=now())
    if total := turns.count():
        words = _("值班表上还有 %(turns)d 个班次，其中 %(gaps)d 个没有替班人。")
        yield words % {"turns": total, "gaps": turns.filter(stand_in__isnull=True).count()}


def _of_client(before: ApiClient, after: ApiClient) -> Iterator[str]:
    known = {"name": before.name, "organization": before.organization, "used": _last_use(before)}
    if is_retired(before, after):
        yield _("“%(name)s”（%(organization)s）的令牌立即失效，不能恢复；%(used)s。") % known
        others = before.organization.api_clients.filter(is_active=True, expires_at__gt=now()).exclude(pk=before.pk)
        if not others.exists():
            words = _("%s再没有有效的接口账号：它的系统送不来也取不到任何数据。")
            yield words % before.organization
    elif is_rotated(before, after) and after.previous_expires_at is not None:
        known["until"] = due_text(after.previous_expires_at, now=now())
        words = _("“%(name)s”（%(organization)s）的旧令牌到 %(until)s 失效，此前须换上新令牌；%(used)s。")
        yield words % known
        if before.previous_expires_at is not None and before.previous_expires_at > now():
            yield _("上次更换前的令牌还在宽限期内，现在立即失效：还没有换完的系统会断开。")


def _last_use(client: ApiClient) -> str:
    if client.last_used_at is None:
        return _("从未使用过")
    return _("最近使用：%s") % due_text(client.last_used_at, now=now())


CONSEQUENCES: Mapping[type[Model], tuple[Tell, ...]] = {
    Organization: (_of_organization,),
    User: (_of_user,),
    ApiClient: (_of_client,),
}
