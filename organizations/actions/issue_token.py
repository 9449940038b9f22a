"""签发接口令牌."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kernel.actors import Actor
from kernel.errors import FieldError, Invalid, Refused
from organizations.audit import record
from organizations.models import ApiClient, Organization
from organizations.permissions import require
from organizations.scopes import ApiScope
from organizations.secrets.hashes import token_hash
from organizations.tokens import IssuedToken, new_token, shown_part

LIFETIME = timedelta(days=365)


def issue_token(
    organization: Organization,
    *,
    name: str,
    scopes: Iterable[str],
    actor: Actor,
    now: datetime,
    lifetime: timedelta = LIFETIME,
) -> IssuedToken:
    """Opens an API client of the organization and hands out its token, this once.

    Raises Invalid `unknown_scope`, Refused `client_name_taken`.
    """
    require(actor, "organizations.add_apiclient")
    wanted = _known(scopes)
    token = new_token()
    try:
        with transaction.atomic():
            client = ApiClient.objects.create(
                organization=organization,
                name=name,
                scopes=wanted,
                token_prefix=shown_part(token),
                token_hash=token_hash(token),
                created_at=now,
                expires_at=now + lifetime,
            )
            record(
                "api_client.issued",
                actor=actor,
                now=now,
                subject_kind="api_client",
                subject_id=client.pk,
                subject_label=name,
                after={"organization": organization.code, "scopes": wanted, "expires_at": client.expires_at},
            )
    except IntegrityError as error:
        raise Refused(_("该组织已有名为“%(name)s”的接口账号。") % {"name": name}, code="client_name_taken") from error
    return IssuedToken(client, token)


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = sorted({str(scope) for scope in scopes})
    unknown = [scope for scope in wanted if scope not in ApiScope.values]
    if unknown or not wanted:
        sentence = _("请至少选择一个已定义的权限范围：%(known)s。") % {"known": "、".join(ApiScope.values)}
        raise Invalid(sentence, errors=[FieldError("scopes", "unknown_scope", sentence)], code="unknown_scope")
    return wanted
