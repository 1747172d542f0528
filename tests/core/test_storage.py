import io
import re
import stat
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.forms import ClearableFileInput

from core.storage import NoPublicAddressError, PrivateStorage, download_response, private_storage, safe_name


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return PrivateStorage()


def test_the_portal_keeps_uploads_in_the_private_storage():
    assert isinstance(private_storage, PrivateStorage)


def test_a_stored_name_tells_nothing(storage):
    first, second = (
        storage.save(storage.generate_filename("evidence/mayor's letter.pdf"), ContentFile(b"x")) for _ in "12"
    )
    assert first != second
    assert re.fullmatch(r"evidence/[0-9a-f]{2}/[0-9a-f]{32}", first)
    path = Path(storage.path(first))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b"])
def test_a_name_never_leaves_the_folder(storage, name):
    with pytest.raises(SuspiciousFileOperation):
        storage.save(storage.generate_filename(name), ContentFile(b"x"))


def test_a_stored_file_has_no_address(storage):
    name = storage.save("evidence/a", ContentFile(b"x"))
    with pytest.raises(NoPublicAddressError):
        storage.url(name)


def test_djangos_file_widget_lives_with_a_file_without_address(storage):
    class Value:
        url = property(lambda self: storage.url("x"))

    assert ClearableFileInput().is_initial(Value()) is False


def test_a_download_can_do_nothing_but_be_saved():
    response = download_response(io.BytesIO(b"data"), name="Beschluß 1.pdf", content_type="application/pdf")
    assert b"".join(response.streaming_content) == b"data"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''Beschlu%C3%9F%201.pdf"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "", "application/pdf\r\nX: y", "nonsense"])
def test_a_type_that_a_browser_might_run_is_sent_as_bytes(content_type):
    response = download_response(io.BytesIO(b"x"), name="a", content_type=content_type)
    assert response.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\temp\\plan.pdf", "C temp plan.pdf"),
        ('a"b;c\r\nX-Evil: 1.pdf', "a b c X-Evil 1.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("", "file"),
        ("...", "file"),
        (".pdf", "pdf"),
        ("a" * 300 + ".pdf", "a" * 117 + ".pdf"),
        ("a" * 300, "a" * 120),
        ("name.\ud800pdf", "name. pdf"),
        ("Ελλάδα.csv", "Ελλάδα.csv"),
    ],
)
def test_a_name_is_made_safe_for_headers_and_disks(name, safe):
    assert safe_name(name) == safe


def test_hostile_names_never_split_a_header():
    for name in ["a\r\nSet-Cookie: x=y", "\x00", "\ud800", '";filename=evil.html', "%0d%0a"]:
        header = download_response(io.BytesIO(b""), name=name, content_type="text/plain").headers["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert header.isprintable()
