"""A page becomes a tagged PDF, from what travels with it and nothing else, within limits."""

import fcntl
import io
import socket
import subprocess
import sys
import threading

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from pypdf import PdfReader

from core import pdf
from core.pdf import NoPdf, make_pdf

ADDRESS = "https://portal.example.org/de/cities/at-arden/"
PAGE = """<!doctype html><html lang="de"><head><title>Ein Titel</title>
<meta name="description" content="Was darin steht"><link rel="stylesheet" href="{css}">{head}</head>
<body><main><h1>Überschrift</h1>{body}</main></body></html>"""


def page(body="<p>Ein Absatz.</p>", head=""):
    return PAGE.format(css=static("css/print.css"), head=head, body=body)


def read(made):
    return PdfReader(io.BytesIO(made))


def words(made):
    return " ".join(" ".join(part.extract_text() for part in read(made).pages).replace("\0", "").split())


def test_title_language_structure_and_full_addresses():
    made = make_pdf(page('<p><a href="/de/labels/">Weiter</a></p>'), address=ADDRESS)
    found = read(made)
    root = found.trailer["/Root"]

    assert made.startswith(b"%PDF-")
    assert (found.metadata.title, found.metadata.subject) == ("Ein Titel", "Was darin steht")
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert [link.get_object()["/A"]["/URI"] for link in found.pages[0]["/Annots"]] == [
        "https://portal.example.org/de/labels/"
    ]
    assert "Überschrift" in words(made)


def parts_of(made):
    """The elements of the structure tree, in no order."""
    found, waiting = [], [read(made).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop().get_object()
        if isinstance(part, list):
            waiting += part
        elif hasattr(part, "get"):
            found.append(part)
            waiting += [part["/K"]] if "/K" in part else []
    return found


def test_only_signs_that_say_something_are_figures_with_their_words():
    use = f'<use href="{static("img/icons.svg")}#ok"></use></svg>'
    silent, spoken = (
        f'<svg class="icon" aria-hidden="true">{use}',
        f'<svg class="icon" role="img" aria-label="Ja">{use}',
    )
    table = "<table><tr><th>Wer</th></tr><tr><td>Amt</td></tr></table>"
    parts = parts_of(make_pdf(page(f"<p>{silent} Fertig {spoken}</p>{table}"), address=ADDRESS))
    assert [part.get("/Alt") for part in parts if part.get("/S") == "/Figure"] == ["Ja"]
    assert [part["/S"] for part in parts if part.get("/ActualText") == ""] == ["/Span"]
    (cell,) = [part for part in parts if part.get("/S") == "/TD"]
    assert cell["/A"]["/Headers"] == [part["/ID"] for part in parts if part.get("/S") == "/TH"]


def test_signs_are_drawn_where_they_stand():
    sign = f'<svg class="icon" aria-hidden="true"><use href="{static("img/icons.svg")}#ok"></use></svg>'
    given = pdf._with_signs(page(f"<p>{sign} Fertig</p>"))
    assert "<use" not in given
    assert 'viewBox="0 0 16 16"' in given
    assert "Fertig" in words(make_pdf(page(f"<p>{sign} Fertig</p>"), address=ADDRESS))


@pytest.mark.slow
def test_nothing_is_fetched_from_disk_or_network(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def listen():
            try:
                asked.append(server.accept())
            except OSError:
                return

        threading.Thread(target=listen, daemon=True).start()
        far = f"http://127.0.0.1:{port}"
        head = "".join(
            f'<link rel="{rel}" href="{href}">'
            for rel in ("stylesheet", "attachment")
            for href in (f"file://{secret}", str(secret), f"{far}/x.css", "/static/../hrcities/settings.py")
        )
        body = f'<p>Da</p><img src="file://{secret}" alt="a"><img src="{far}/x.png" alt="b"><object data="file://{secret}"></object>'
        style = f'<style>@import "file://{secret}"; p {{ background: url({far}/y.png) }}</style>'
        made = make_pdf(page(body, head + style), address=ADDRESS)
        server.shutdown(socket.SHUT_RDWR)

    assert asked == []
    assert b"TOP-SECRET" not in made
    assert "TOP-SECRET" not in words(made)
    assert not read(made).attachments
    assert "Da" in words(made)


@pytest.mark.parametrize("name", ["../hrcities/settings.py", "css/../../manage.py", "no/such.css", "", "css"])
def test_only_our_static_files_are_read(name):
    assert pdf._read(name) == b""


def test_a_page_that_is_too_large_or_takes_too_long_makes_no_file(monkeypatch):
    with pytest.raises(NoPdf):
        make_pdf(page("x" * pdf.LARGEST_PAGE), address=ADDRESS)
    monkeypatch.setattr(pdf, "SECONDS", 0.05)
    with pytest.raises(NoPdf):
        make_pdf(page(), address=ADDRESS)


def test_a_few_are_made_at_a_time(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    held = [(tmp_path / f"pdf-{number}.lock").open("w") for number in range(pdf.AT_ONCE)]
    for lock in held:
        fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(NoPdf):
        make_pdf(page(), address=ADDRESS)
    for lock in held:
        lock.close()
    assert make_pdf(page(), address=ADDRESS)


def test_finished_static_files_are_read_where_they_were_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.DEBUG = False
    named = static("css/print.css")

    assert named != "/static/css/print.css"
    assert list(pdf._files(page())) == [named]
    assert pdf._read(pdf.STYLES)


def test_without_the_extra_the_settings_say_so():
    """A fresh start in which the package cannot be found: the switch is off, and the portal runs."""
    hidden = (
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'weasyprint' else found(name, *rest)\n"
        "import hrcities.settings as s, sys; print(s.PDF_ENABLED, 'weasyprint' in sys.modules)"
    )
    for code, said in ((hidden, "False False"), (hidden.partition("\n")[2].partition("\n")[2], "True False")):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == said
