"""What a change in the admin will touch besides its own row, told before it is done.

An app says it for its own models and for those below it, in a module `consequences.py` with one table
`CONSEQUENCES: {model: (function, …)}`; a function takes the row as it stands and as it would be, and gives sentences.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from organizations.models import ApiClient, Organization, User

Tell = Callable[[Any, Any], Iterable[str]]


class NeedsConfirmation(Exception):  # named like the errors of the kernel
    """Nothing is written yet: whoever asked for the change reads these sentences first."""

    def __init__(self, row: str, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.row, self.sentences = row, sentences


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


def is_retired(before: Any, after: Any) -> bool:
    return bool(before.is_active and not after.is_active)


def _of_organization(before: Organization, after: Organization) -> Iterator[str]:
    if not is_retired(before, after):
        return
    people = User.objects.filter(organization=before, is_active=True).count()
    clients = ApiClient.objects.filter(organization=before, is_active=True).count()
    below = Organization.objects.filter(parent=before, is_active=True).count()
    if people or clients:
        words = _("其下 %(people)d 名在用人员将看不到任何案件，%(clients)d 个接口账号立即失效。")
        yield words % {"people": people, "clients": clients}
    if below:
        yield _("还有 %d 个在用的下级组织，它们的升级通知将找不到上级。") % below


def _of_user(before: User, after: User) -> Iterator[str]:
    if is_retired(before, after):
        roles = "、".join(str(grant) for grant in before.role_grants.all()) or _("无")
        yield _("此人立即不能登录，现有角色：%s；值班表上由替班人接替，没有替班人就是缺口。") % roles


CONSEQUENCES: Mapping[type[Model], tuple[Tell, ...]] = {Organization: (_of_organization,), User: (_of_user,)}
