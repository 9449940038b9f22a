"""The screen, and its figures, which it fetches again and again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rest_framework.exceptions import AuthenticationFailed

from command_center.wall.board import board_for
from command_center.wall.map import map_for
from foundation.clock import now
from kernel.actors import Actor
from kernel.errors import NotFound
from organizations.actors import address_of
from organizations.authentication import client_of, note_use
from organizations.permissions import may
from organizations.scopes import ApiScope


@require_safe
@never_cache
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """The whole screen with its first figures."""
    actor, at = _viewer(request, token), now()
    context = {"board": board_for(actor, now=at), "map": map_for(actor), "token": token}
    return render(request, "wall/wall.html", context)


@require_safe
@never_cache
def board(request: HttpRequest, token: str) -> HttpResponse:
    """The figures alone."""
    return render(request, "wall/_board.html", {"board": board_for(_viewer(request, token), now=now())})


def _viewer(request: HttpRequest, token: str) -> Actor:
    """Whoever stands before the screen sees what the token's organization sees. A token that opens more than a screen
    has no business in an address, and opens nothing here."""
    moment = now()
    try:
        client = client_of(token, moment, address=address_of(request))
    except AuthenticationFailed as refusal:
        raise NotFound(_("大屏地址无效或已停用，请向系统管理员要新的地址。")) from refusal
    if not may(client.actor, "command_center.show_wall"):
        raise NotFound(_("大屏地址无效或已停用，请向系统管理员要新的地址。"))
    if client.scopes != [ApiScope.WALL_SHOW]:
        raise NotFound(_("这个令牌还有别的权限，不能写在地址里。请为大屏单独签发一个令牌。"))
    note_use(client, moment)
    return client.actor
