import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.management.commands import serve
from tests import made_once


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_told_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} .* taken .*PORT=8001 make run"):
            call_command("serve", port=port)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_a_number_that_is_no_port_is_told(port):
    with pytest.raises(CommandError, match="not a port number"):
        call_command("serve", port=port)


@pytest.mark.parametrize("dying", ["runserver", "db_worker"])
def test_when_one_child_dies_the_other_is_stopped_and_the_command_fails(dying, free_port, monkeypatch):
    started = {}

    def start(name, *_arguments, base):
        code = "raise SystemExit(3)" if name == dying else "import time; time.sleep(60)"
        started[name] = subprocess.Popen([sys.executable, "-c", code])
        return started[name]

    monkeypatch.setattr(serve, "_start", start)
    with pytest.raises(CommandError, match=r"stopped by itself \(exit code 3\)"):
        call_command("serve", port=free_port)
    assert {name: child.poll() is not None for name, child in started.items()} == {"runserver": True, "db_worker": True}
    assert signal.getsignal(signal.SIGTERM) is not signal.default_int_handler


def test_what_stands_first_is_done_before_anything_starts(free_port, monkeypatch, capsys):
    monkeypatch.setattr(serve, "_start", lambda *command, base: pytest.fail("started too early"))
    with pytest.raises(CommandError, match="Unknown command: 'no_such_command'"):
        call_command("serve", port=free_port, first=["check --tag security", "no_such_command"])
    assert "no issues" in capsys.readouterr().out


def test_a_child_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 0.3)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    deaf = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    deaf.stdout.readline()
    serve._stop({"deaf": deaf})
    assert deaf.returncode == -signal.SIGKILL
    deaf.stdout.close()


@pytest.fixture
def environment(tmp_path, free_port, django_db_blocker):
    """What the portal gets in a shell, with a database of its own."""
    given = {**os.environ, "VAR_DIR": str(tmp_path), "DEBUG": "1", "PYTHONUNBUFFERED": "1"}
    given["DJANGO_SETTINGS_MODULE"] = "hrcities.settings"
    name = str(tmp_path / "portal.sqlite3")
    if server := given.get("DATABASE_URL"):
        name = f"{made_once.Server.beginning}serve_{free_port}"
        given["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
    with django_db_blocker.unblock(), made_once.copied(name):
        yield given


@pytest.mark.slow
def test_the_portal_starts_tells_its_address_and_accounts_and_stops_both(environment, tmp_path, free_port):
    (tmp_path / "demo-accounts.txt").write_text("reviewer@example.org  secret", encoding="utf-8")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--first", "migrate --verbosity 0"]
    process = subprocess.Popen([*command, "--port", str(free_port)], env=environment, stdout=subprocess.PIPE)
    try:
        heard = ""
        while "secret" not in heard:
            line = process.stdout.readline().decode()
            assert line, f"it ended early:\n{heard}"
            heard += line
        assert f"http://127.0.0.1:{free_port}/" in heard
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/ready") as answer:
            assert json.load(answer)["status"] == "ok"
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/robots.txt") as answer:
            assert f"http://127.0.0.1:{free_port}/sitemap.xml" in answer.read().decode()
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read().decode()
        code = process.wait(timeout=20)
        process.stdout.close()
    assert code == 0, rest
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", free_port)) != 0
