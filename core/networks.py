"""From which network a request comes, coarse enough to name nobody, and how often it may ask."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV4_BITS, IPV6_BITS = 24, 56


def network_of(request: HttpRequest) -> str:
    """Return the network of a request as text; an empty text when its address cannot be read.

    Behind our own proxy (`BEHIND_PROXY`) the last entry of X-Forwarded-For counts, the one that the proxy itself wrote;
    what a client claims stands before it. Without a proxy the header counts for nothing.
    """
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    text = claimed.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
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
