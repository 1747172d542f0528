"""Real files for upload tests, good ones and bad ones, made in memory."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}wordprocessingml.document",
    "xlsx": f"{OOXML}spreadsheetml.sheet",
    "odt": f"{ODF}text",
    "ods": f"{ODF}spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}


def make_upload(name: str, content: bytes, content_type: str | None = None) -> SimpleUploadedFile:
    """An uploaded file as a form sees it; the type follows the name unless given."""
    guessed = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return SimpleUploadedFile(name, content, content_type or guessed)


def make_file(kind: str = "pdf", name: str = "") -> SimpleUploadedFile:
    """A small good file of any accepted kind."""
    return make_upload(name or f"mandate.{kind}", content_of(kind))


def content_of(kind: str) -> bytes:
    """The bytes of a small good file of any accepted kind."""
    makers = {
        "pdf": make_pdf,
        "docx": make_docx,
        "xlsx": make_xlsx,
        "odt": lambda: make_odf("text"),
        "ods": lambda: make_odf("spreadsheet"),
        "csv": "city;right\nGraz;Article 21\nŁódź;Article 1\n".encode,
        "txt": "Der Gemeinderat beschließt …\r\n".encode,
        "png": lambda: make_picture("PNG"),
        "jpg": lambda: make_picture("JPEG"),
        "webp": lambda: make_picture("WEBP"),
    }
    return makers[kind]()


def make_pdf(text: str = "Council decision") -> bytes:
    """A one-page PDF that a reader opens."""
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


def make_zip(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_docx(*, main: str = f"{TYPES['docx']}.main+xml", **extra: bytes | str) -> bytes:
    """A minimal Word document; `extra` entries by name, for bad ones."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return make_zip({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **extra})


def make_xlsx(**extra: bytes | str) -> bytes:
    """A minimal Excel workbook; `extra` entries by name, for bad ones."""
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{TYPES["xlsx"]}.main+xml"/></Types>'
    return make_zip({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", **extra})


def make_odf(kind: str, **extra: bytes | str) -> bytes:
    """A minimal OpenDocument file: `text` or `spreadsheet`."""
    entries = {"mimetype": f"{ODF}{kind}", "content.xml": "<office:document-content/>", **extra}
    return make_zip(entries, zipfile.ZIP_STORED)


def make_picture(image_format: str, size: tuple[int, int] = (4, 3)) -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, image_format)
    return buffer.getvalue()


def make_png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


def make_webp_header(width: int, height: int) -> bytes:
    """An extended WEBP of a few bytes that claims any size."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body
