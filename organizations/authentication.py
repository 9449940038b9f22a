"""How the REST API learns who calls: a token of an API client, or the session of somebody signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from foundation.clock import now
from kernel.actors import Actor
from organizations.actors import address_of, nobody
from organizations.attempts import note_attempt
from organizations.models import ApiClient
from organizations.secrets.hashes import keyed_hash, token_hash
from organizations.throttling import count_call
from organizations.tokens import shown_part

# Exact enough to find dead clients, rare enough not to write on every call.
LAST_USE_PRECISION = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ClientPrincipal:
    """`request.user` of a call with a token: signed in, and nobody's account."""

    actor: Actor
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True

    @property
    def pk(self) -> str:
        return self.actor.key

    def __str__(self) -> str:
        return self.actor.label


class BearerAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`; one statement, and a second at most once a minute for the last use.

    A token that is refused is noted. Beyond its limit a client is turned away here, before anything is asked or written
    for it: calls that would be refused anyway cost it no less. Nothing is cached: a disabled client, token or
    organization is refused with the next call.
    """

    def authenticate(self, request: Request) -> tuple[ClientPrincipal, ApiClient] | None:
        token = self.token_of(request)
        if token is None:
            return None
        moment = now()
        client = client_of(token, moment, address=address_of(request._request))
        _refuse_beyond_limit(request, client)
        note_use(client, moment)
        principal = ClientPrincipal(client.actor)
        request._request.actor = principal.actor  # type: ignore[attr-defined]  # what ActorMiddleware set
        return principal, client

    def token_of(self, request: Request) -> str | None:
        """The token that came with the request; None leaves it to the next authenticator."""
        scheme, _blank, token = authentication.get_authorization_header(request).partition(b" ")
        return token.strip().decode("ascii", "replace") if scheme.lower() == b"bearer" else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF; the actor comes from ActorMiddleware."""


# Written out: the ORM would take as long to word it as all the rest of a small call takes.
_COLUMNS = [one.attname for one in ApiClient._meta.concrete_fields]
_FIND = f"""
    SELECT {", ".join(f"client.{column}" for column in _COLUMNS)}, unit.is_active
    FROM organizations_apiclient AS client JOIN organizations_organization AS unit ON unit.id = client.organization_id
    WHERE client.token_hash = %(digest)s OR client.previous_token_hash = %(digest)s
"""  # noqa: S608 - names of columns alone


def client_of(token: str, moment: datetime, *, address: str) -> ApiClient:
    """Whose token this is. Raises AuthenticationFailed, the refusal noted."""
    digest = token_hash(token)
    found, is_in_use = _known(digest)
    try:
        return _fit(found, digest, moment, is_in_use=is_in_use)
    except exceptions.AuthenticationFailed as refusal:
        _note_refused(found, token, str(refusal.detail), moment, address=address)
        raise


def _known(digest: str) -> tuple[ApiClient | None, bool]:
    """The client with this token, now or before, and whether its organization is in use."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"digest": digest})
        row = cursor.fetchone()
    return (None, False) if row is None else (ApiClient.from_db(connection.alias, _COLUMNS, row[:-1]), row[-1])


def _fit(client: ApiClient | None, digest: str, moment: datetime, *, is_in_use: bool) -> ApiClient:
    if client is None or not client.is_active or not is_in_use:
        raise exceptions.AuthenticationFailed(_("令牌无效或已停用。"), code="invalid_token")
    ends = client.expires_at if digest == client.token_hash else client.previous_expires_at
    if ends is None or moment >= ends:
        raise exceptions.AuthenticationFailed(_("令牌已过期，请换用新令牌。"), code="token_expired")
    return client


def _note_refused(client: ApiClient | None, token: str, why: str, moment: datetime, *, address: str) -> None:
    """A known client by its name, an unknown token by a keyed hash of its beginning alone."""
    note_attempt(
        "token.refused",
        subject_kind="api_client" if client else "api_token",
        subject_id=client.pk if client else keyed_hash(shown_part(token), "refused-token")[:16],
        subject_label=client.name if client else "",
        reason=why,
        actor=nobody(),
        now=moment,
        address=address,
    )


def _refuse_beyond_limit(request: Request, client: ApiClient) -> None:
    usage = count_call(request._request, client)
    if usage is not None and usage.is_over:
        raise exceptions.Throttled(wait=usage.resets_in)


def note_use(client: ApiClient, moment: datetime) -> None:
    """Writes the last use when the stored one is a minute old; of several calls at once one writes."""
    stale = moment - LAST_USE_PRECISION
    if client.last_used_at is None or client.last_used_at <= stale:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=stale)
        ApiClient.objects.filter(unnoted, pk=client.pk).update(last_used_at=moment)
