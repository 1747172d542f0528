"""Asking a web address whether it answers, without being sent anywhere else: https and public addresses only.

The name is resolved once; every address it has must be public; the connection goes to that very address, while the
certificate is checked for the name. Each of at most three redirects passes the same gate.
"""

import hashlib
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from core.page_text import comparable
from core.text import validate_public_url

SECONDS = 5
MOST_BYTES = 64 * 1024
MOST_REDIRECTS = 3
PORT = 443
REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
FAILURES = (OSError, HTTPError, HTTPException, ValueError, ValidationError)


def resolve(host: str) -> list[str]:
    """Return the addresses of a name.

    The resolver of the system knows no time limit, so it is asked in a thread that is left behind when it is slow.

    Raises: OSError for an unknown name, and when no answer came in time.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except queue.Empty:
        raise TimeoutError("the name was not resolved in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _look_up(host: str, answers: "queue.SimpleQueue[list[str] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        return
    answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))


def is_public_address(text: str) -> bool:
    """Return whether an address is one that everybody reaches, and no other address in disguise."""
    address = ipaddress.ip_address(text.partition("%")[0])
    disguised = isinstance(address, ipaddress.IPv6Address) and bool(
        address.ipv4_mapped or address.sixtofour or address.teredo or any(address in net for net in NAT64)
    )
    return address.is_global and not (disguised or address.is_multicast or address.is_reserved)


@dataclass(frozen=True)
class Network:
    """How addresses are found, judged and reached; tests bring their own."""

    resolve: Callable[[str], list[str]] = resolve
    allows: Callable[[str], bool] = is_public_address
    dial: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context


INTERNET = Network()


@dataclass(frozen=True)
class Answer:
    """`status` is None when nothing answered, for `reason`; `sha256` is of what counts of the first 64 KB, or empty."""

    status: int | None
    sha256: str = ""
    reason: str = ""


class _Pinned(HTTPSConnection):
    """A connection to one address that still asks for, and checks, the certificate of the name."""

    def __init__(self, host: str, address: str, network: Network) -> None:
        super().__init__(host, PORT, timeout=SECONDS, ssl_context=network.context())
        self.pinned, self.network, self.plug, self.was_cut = address, network, None, False

    def _new_conn(self) -> socket.socket:
        line = self.network.dial((self.pinned, PORT), SECONDS)
        line.settimeout(SECONDS)
        self.plug = line.dup()  # the same line, to be cut by the clock even while it is being secured
        return line

    def cut(self) -> None:
        """End the line now, whatever the other side sends; what was read by then is only a part."""
        self.was_cut = True
        if self.plug is not None:
            self.plug.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close everything; `close` alone comes too early: it is called as soon as the headers are read."""
        self.close()
        if self.plug is not None:
            self.plug.close()


def ask(url: str, network: Network = INTERNET) -> Answer:
    """Ask an address for its page. Takes up to five seconds for each of four hops: never inside a transaction.

    Args:
        url: the address.
        network: how to reach it.
    """
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            answer, location = _ask_once(url, network)
            if not location:
                return answer
            url = urljoin(url, location)
        return Answer(None, reason="too many redirects")
    except FAILURES as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Answer(None, reason=f"{type(error).__name__}: {words}"[:200])


def _ask_once(url: str, network: Network) -> tuple[Answer, str]:
    """Return the answer and, for a redirect, where it leads."""
    host, target = _gate(url)
    addresses = network.resolve(host)
    if not addresses or not all(network.allows(address) for address in addresses):
        raise ValueError("the name leads to an address inside a network")
    line = _Pinned(host, addresses[0], network)
    clock = threading.Timer(SECONDS, _quietly, [line.cut])
    clock.start()
    try:
        line.request("GET", target, headers=_headers(), preload_content=False, decode_content=False)
        with closing(line.getresponse()) as response:
            location = response.headers.get("Location", "") if response.status in REDIRECTS else ""
            return Answer(response.status, "" if location else _digest(response, line)), location
    finally:
        clock.cancel()
        line.end()


def _gate(url: str) -> tuple[str, str]:
    """Return host and path of an address that may be asked.

    Raises: ValidationError or ValueError for any other.
    """
    validate_public_url(url)
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port not in (None, PORT):
        raise ValueError("only https at its usual port is asked")
    host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    return host, iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _digest(response: Any, line: _Pinned) -> str:
    """Return the SHA-256 of what counts of the beginning of a page (`comparable`); nothing when it came too slowly."""
    try:
        content = response.read(MOST_BYTES)
    except (OSError, HTTPError, HTTPException):
        return ""
    if line.was_cut:
        return ""
    kind = response.headers.get("Content-Type", "")
    return hashlib.sha256(comparable(content, kind, is_cut=len(content) == MOST_BYTES)).hexdigest()


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except OSError:
        return


def _headers() -> dict[str, str]:
    name = settings.PORTAL_NAME.encode("ascii", "ignore").decode().replace(" ", "") or "Portal"
    about = f"+{settings.PORTAL_BASE_URL}; {settings.PORTAL_CONTACT_EMAIL}".encode("ascii", "ignore").decode()
    return {
        "User-Agent": f"{name}-LinkCheck/{settings.VERSION} ({about})",
        "Accept": "text/html,*/*;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
