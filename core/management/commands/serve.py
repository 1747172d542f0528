"""`manage.py serve`: the web server and the worker side by side, for a local run. Not for production."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

PATIENCE = 10  # seconds a child has to finish what it is doing
STOP_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
Children = dict[str, subprocess.Popen[bytes]]


class Command(BaseCommand):
    help = "Serves the portal and runs its worker until Ctrl-C. For a local run, not for production."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument(
            "--first", action="append", default=[], metavar="COMMAND", help="a command to run before; may stand often"
        )

    def handle(self, *args: Any, host: str, port: int, first: list[str], **options: Any) -> None:
        check_port(host, port)
        for command in first:  # in this process: starting Django once more for each would cost a second apiece
            call_command(*shlex.split(command))
        connections.close_all()
        with _stop_signals_as_interrupt():
            children: Children = {}
            listen = f"{host}:{port}"
            base = os.environ.get("PORTAL_BASE_URL", f"http://{listen}")  # links in mails lead to this port
            try:
                children["web server"] = _start("runserver", listen, "--noreload", "--skip-checks", base=base)
                children["worker"] = _start("db_worker", "--no-reload", "--no-startup-delay", "--interval=1", base=base)
                self._watch(children, host, port)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping ...")
            finally:
                _stop(children)

    def _watch(self, children: Children, host: str, port: int) -> None:
        """Say where the portal is once it answers; fail when a child ends."""
        announced = False
        while True:
            for name, child in children.items():
                if child.poll() is not None:
                    raise CommandError(f"The {name} stopped by itself (exit code {child.returncode}); see above.")
            if not announced and _answers(host, port):
                announced = True
                self._announce(host, port)
            time.sleep(0.2)

    def _announce(self, host: str, port: int) -> None:
        line = "-" * 72
        self.stdout.write(f"\n{line}\nThe portal runs at http://{host}:{port}/  (Ctrl-C stops it)")
        notice = settings.VAR_DIR / "demo-accounts.txt"
        if notice.exists():
            self.stdout.write(f"\n{notice.read_text(encoding='utf-8').rstrip()}")
        self.stdout.write(f"{line}\n")
        self.stdout.flush()


def check_port(host: str, port: int) -> None:
    """Raise CommandError in plain words when nobody can listen on this port."""
    hint = "choose another port: PORT=8001 make run"
    if not 1 <= port <= 65535:
        raise CommandError(f"{port} is not a port number (1 to 65535): {hint}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"You may not use port {port}: it is below 1024; {hint}") from error
        except OSError as error:
            raise CommandError(f"Port {port} on {host} is taken by another program. Stop it, or {hint}") from error


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def _start(*command: str, base: str) -> subprocess.Popen[bytes]:
    """Start a management command in its own session, so that Ctrl-C reaches only us and each child is told once."""
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={**os.environ, "DJANGO_RUNSERVER_HIDE_WARNING": "true", "PORTAL_BASE_URL": base},
        start_new_session=True,
    )


def _stop(children: Children) -> None:
    """Ask every child to end, wait, then end it."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _stop_signals_as_interrupt() -> Iterator[None]:
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
