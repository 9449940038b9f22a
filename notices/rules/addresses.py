"""Which network addresses a webhook may be sent to."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
# The only part of IPv6 that is in public use. What is outside may still be brought inside by an old or a local way of
# writing an IPv4 address in an IPv6 one (::a.b.c.d, ::ffff:0:a.b.c.d, 64:ff9b:1::/48), or is of the site (fec0::/10).
_PUBLIC_IPV6 = IPv6Network("2000::/3")
# Set apart by IANA; not every version of Python has heard of it.
_SET_APART: tuple[Network, ...] = (IPv6Network("3fff::/20"), IPv4Network("192.88.99.0/24"))


def may_be_called(address: str, *, networks: Collection[Network], is_plain: bool) -> bool:
    """Public addresses, over TLS; and those of `networks`, which an operator has named, also without it.

    `address` is a literal as a resolver gives it, perhaps with an IPv6 zone. An IPv4 address that hides in an IPv6
    one is judged as what it is.
    """
    plain = _plain(ip_address(address.partition("%")[0]))
    if any(plain.version == network.version and plain in network for network in networks):
        return True
    return not is_plain and _is_public(plain)


def _is_public(address: Address) -> bool:
    if address.version == 6 and address not in _PUBLIC_IPV6:
        return False
    is_set_apart = any(address.version == network.version and address in network for network in _SET_APART)
    return address.is_global and not address.is_multicast and not is_set_apart


def _plain(address: Address) -> Address:
    """The IPv4 address that is meant by a mapped, translated (NAT64) or tunnelled (6to4) one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
