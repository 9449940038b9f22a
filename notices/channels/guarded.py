"""Connections to addresses that others have chosen: looked up once, judged, and connected to that very address."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence

import httpcore
from django.conf import settings

from notices.rules.addresses import may_be_called

Resolver = Callable[[str, int], Sequence[str]]


class AddressRefused(Exception):  # named like the errors of the kernel
    """The name leads to an address that must not be called."""


class NameUnknown(Exception):  # named like the errors of the kernel
    """The name leads nowhere."""


def look_up(host: str, port: int) -> list[str]:
    """All addresses of the name, as the system's resolver orders them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(host) from error
    return [str(address[0]) for *_, address in found]


def checked(host: str, port: int, *, is_plain: bool, resolve: Resolver) -> Sequence[str]:
    """Its addresses, if every one may be called; one among them that may not is an attempt to get past us."""
    addresses = resolve(host, port)
    if not addresses:
        raise NameUnknown(host)
    networks = settings.WEBHOOK_NETWORKS
    if not all(may_be_called(address, networks=networks, is_plain=is_plain) for address in addresses):
        raise AddressRefused(host)
    return addresses


class GuardedBackend(httpcore.NetworkBackend):
    """Looks the name up itself, so that what was judged is what is connected to; TLS and Host keep the name.

    Everything ends at `deadline` (monotonic seconds), however slowly the other side drips.
    """

    def __init__(self, *, is_plain: bool, deadline: float, resolve: Resolver) -> None:
        self._is_plain, self._deadline, self._resolve = is_plain, deadline, resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = checked(host, port, is_plain=self._is_plain, resolve=self._resolve)
        for address in others:
            try:
                return self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port, timeout)

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(address, port, timeout=_left(self._deadline, timeout))
        return _Hurried(stream, self._deadline)


class _Hurried(httpcore.NetworkStream):
    """A stream whose every step is given what is left of the whole time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        timeout = _left(self._deadline, timeout)
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)
