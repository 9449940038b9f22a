"""导入配置: all of a file or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, StaleVersion
from organizations.audit import record
from organizations.sheets.preview import lay_over
from organizations.sheets.remarks import Plan
from organizations.sheets.sheet import Sheet


def apply_file(
    sheet: Sheet[Any],
    content: bytes,
    *,
    name: str,
    actor: Actor,
    now: datetime,
    previewed: str | None = None,
    address: str = "",
) -> Plan:
    """Writes what the file says and returns what was done.

    `previewed` is the fingerprint of the plan that somebody looked at: when the file would by now do anything else,
    nothing is done. Raises NotAllowed, Invalid `config_has_errors` with every cell, StaleVersion `preview_is_stale`.
    """
    sheet.require_import(actor)
    with _one_at_a_time(sheet):
        draft = lay_over(sheet, content, name=name, actor=actor, is_locked=True)
        plan = draft.plan()
        if previewed is not None and plan.fingerprint != previewed:
            raise _stale()
        if plan.errors:
            errors = [FieldError(error.address, error.code, error.message) for error in plan.errors]
            raise Invalid(
                _("文件有 %(n)s 处错误，未导入。") % {"n": len(errors)}, errors=errors, code="config_has_errors"
            )
        if plan.changes:
            sheet.write(draft, actor=actor, now=now, address=address)
            _record(sheet, plan, name, actor=actor, now=now, address=address)
    return plan


@contextmanager
def _one_at_a_time(sheet: Sheet[Any]) -> Iterator[None]:
    """Two files of one kind wait for each other; a page saved in between shows as a broken constraint."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"sheet:{sheet.kind}"])
            yield
    except IntegrityError as error:
        raise _stale() from error


def _stale() -> StaleVersion:
    return StaleVersion(_("预览之后数据已被别人修改，没有导入，请重新核对预览。"), code="preview_is_stale")


def _record(sheet: Sheet[Any], plan: Plan, name: str, *, actor: Actor, now: datetime, address: str) -> None:
    record(
        "config.imported",
        actor=actor,
        now=now,
        subject_kind="sheet",
        subject_id=sheet.kind,
        subject_label=str(sheet.title),
        after={**plan.counts(), "file": name[:200], "sha256": plan.digest},
        address=address,
    )
