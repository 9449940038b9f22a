"""Which network addresses a webhook may be sent to."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")


def may_be_called(address: str, *, networks: Collection[Network], is_plain: bool) -> bool:
    """Public addresses, over TLS; and those of `networks`, which an operator has named, also without it.

    `address` is a literal as a resolver gives it, perhaps with an IPv6 zone. An IPv4 address that hides in an IPv6
    one is judged as what it is.
    """
    plain = _plain(ip_address(address.partition("%")[0]))
    if any(plain.version == network.version and plain in network for network in networks):
        return True
    return not is_plain and plain.is_global and not plain.is_multicast


def _plain(address: Address) -> Address:
    """The IPv4 address that is meant by a mapped, translated (NAT64) or tunnelled (6to4) one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
