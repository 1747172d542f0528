"""A small https server on loopback for link checks, with certificates of its own authority."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.probe import Network


class Web:
    """Pages by (host, path): (status, headers, body). `asked` lists every request; `network` leads here by any name."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        self.port, self.context = port, context
        self.pages: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.names: dict[str, list[list[str]]] = {}

    @property
    def network(self) -> Network:
        return Network(resolve=self._resolve, dial=self._dial, context=lambda: self.context)

    def _resolve(self, host: str) -> list[str]:
        """Every name is public, unless `names` lists other answers, one a question."""
        answers = self.names.get(host, [["93.184.216.34"]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: tuple[str, int], timeout: float) -> socket.socket:
        if address != ("93.184.216.34", 443):
            raise AssertionError(f"the check went to {address}")
        return socket.create_connection(("127.0.0.1", self.port), timeout)


@contextmanager
def serve(folder: Path, *names: str) -> Iterator[Web]:
    """Serve https for `names` until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    certificate, key, authority = _certificate(folder, names)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificate, key)
    server.socket = secure.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.web = Web(server.server_address[1], ssl.create_default_context(cafile=str(authority)))
    server.handle_error = lambda *args: None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web: Any = self.server.web
        host = self.headers["Host"]
        web.asked.append((host, self.path))
        web.agents.add(self.headers["User-Agent"])
        status, headers, body = web.pages.get((host, self.path), (404, {}, b"gone"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        slow = headers.get("X-Slow")
        if not slow:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for at in range(0, len(body), 1 if slow else max(1, len(body))):
            self.wfile.write(body[at : at + (1 if slow else len(body))])
            self.wfile.flush()
            time.sleep(0.1 if slow else 0)
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def _certificate(folder: Path, names: tuple[str, ...]) -> tuple[Path, Path, Path]:
    """Make a certificate for `names`; return it, its key and its authority (itself)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private, certificate
