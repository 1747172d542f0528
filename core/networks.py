"""From which network a request comes, coarse enough to name nobody, and how often it may ask."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV4_BITS, IPV6_BITS = 24, 56


def address_of(request: HttpRequest) -> str:
    """Return the address from which a request comes, as text; an empty text when nobody knows it.

    Each of our own proxies (`PROXY_COUNT`) adds to X-Forwarded-For the address it was asked from: the entry that the
    first of them wrote counts, and what a client claims stands before it. A header with fewer entries passed no such
    way, and without a proxy it counts for nothing.
    """
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.PROXY_COUNT else []
    text = claimed[-settings.PROXY_COUNT].strip() if len(claimed) >= settings.PROXY_COUNT > 0 else ""
    return text or request.META.get("REMOTE_ADDR", "")


def network_of(request: HttpRequest) -> str:
    """Return the network of a request as text; an empty text when its address cannot be read."""
    try:
        address = ipaddress.ip_address(address_of(request).partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = IPV4_BITS if isinstance(address, ipaddress.IPv4Address) else IPV6_BITS
    return str(ipaddress.ip_network((address, bits), strict=False))


def asks_too_often(request: HttpRequest, *, what: str, most: int, seconds: int) -> bool:
    """Count one request of a network, and return whether it is one too many.

    The cache forgets the count after `seconds`. It knows a keyed fingerprint, never the network itself. Without a
    cache that processes share (`CACHE_URL`) each of them counts for itself.

    Args:
        request: what was sent.
        what: which form it is; each is counted by itself.
        most: how many are fine.
        seconds: within which time.
    """
    mark = salted_hmac("core.networks", f"{what}:{network_of(request)}", algorithm="sha256").hexdigest()
    key = f"asks:{mark}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out just now
        return False
