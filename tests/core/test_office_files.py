import io
import struct
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError

from core.office_files import MAX_ENTRIES, check_office_zip, has_zip_end
from tests.factories.files import make_docx, make_odf, make_pdf, make_xlsx, make_zip


def refusal(content):
    with pytest.raises(ValidationError) as caught:
        check_office_zip(io.BytesIO(content))
    return caught.value.messages[0]


def test_a_good_document_tells_its_names_and_type():
    names, declared = check_office_zip(io.BytesIO(make_docx()))
    assert "word/document.xml" in names
    assert "wordprocessingml" in declared
    assert check_office_zip(io.BytesIO(make_odf("text")))[1] == "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    "content",
    [
        make_docx(**{"word/vbaProject.bin": b"x"}),
        make_docx(**{"word/VBAPROJECT.BIN": b"x"}),
        make_docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        make_xlsx(**{"xl/macrosheets/sheet1.xml": "<x/>"}),
        make_xlsx(**{"xl/activeX/activeX1.bin": b"x"}),
        make_odf("text", **{"Basic/Standard/Module1.xml": "<x/>"}),
        make_odf("text", **{"Scripts/python/evil.py": "import os"}),
        make_docx(**{"word/embeddings/evil.exe": b"MZ"}),
    ],
)
def test_macros_and_programs_are_refused(content):
    assert "macros" in refusal(content)


@pytest.mark.parametrize(
    "content",
    [
        make_docx(**{"word/a.xml": b"a" * 20_000_000}),
        make_docx(**{f"word/{number}.xml": b"" for number in range(MAX_ENTRIES)}),
        make_zip({f"{number}.bin": bytes(range(256)) * 45_000 for number in range(10)}),
    ],
    ids=["one dense entry", "too many entries", "more than 100 MB"],
)
def test_files_that_unpack_to_too_much_are_refused(content):
    assert "unpacks" in refusal(content)


def test_a_zip64_directory_is_refused():
    content = make_docx()
    end = content.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + b"\x00" * 16
    assert "unpacks" in refusal(content[:end] + locator + content[end:])


def test_a_directory_that_claims_fewer_entries_is_still_counted():
    content = bytearray(make_zip({f"{number}": b"" for number in range(MAX_ENTRIES + 5)}))
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<2H", content, end + 8, 3, 3)
    assert refusal(bytes(content))


def test_an_entry_that_lies_about_its_size_is_not_unpacked():
    content = bytearray(make_zip({"mimetype": b"a" * 100_000_000}))
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 40)
    tracemalloc.start()
    assert refusal(bytes(content))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_password_is_named_as_the_reason():
    content = bytearray(make_docx())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(mark) + offset
        content[at] |= 1
    assert "password" in refusal(bytes(content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\x00" * 18,
        make_pdf(),
        make_docx()[:-10],
        make_zip({"a": "b"}) + make_docx(),
        make_zip({"readme.txt": "not an office file"}),
        make_docx() + b"trailing",
    ],
)
def test_damaged_and_doubled_archives_are_refused(content):
    assert refusal(content)


def test_unusual_compression_is_refused():
    assert refusal(make_zip({"mimetype": "x", "content.xml": "y" * 100}, zipfile.ZIP_BZIP2))


def test_two_entries_of_one_name_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("mimetype", "y")
    assert refusal(buffer.getvalue())


def test_a_zip_directory_is_seen_at_the_end_of_any_file():
    assert has_zip_end(io.BytesIO(make_pdf() + make_zip({"a": "b"})))
    assert not has_zip_end(io.BytesIO(make_pdf()))
