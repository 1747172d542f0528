import io
import time
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from core.pictures import check_picture
from tests.factories.files import make_picture, make_png_header, make_webp_header


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
def test_pixels_are_counted(image_format):
    assert check_picture(io.BytesIO(make_picture(image_format, (40, 30))), image_format) == 1200


def test_a_lossless_webp_is_counted():
    buffer = io.BytesIO()
    from_rgb = io.BytesIO(make_picture("PNG", (50, 20)))
    with Image.open(from_rgb) as picture:
        picture.save(buffer, "WEBP", lossless=True)
    assert check_picture(buffer, "WEBP") == 1000


@pytest.mark.parametrize(
    ("content", "image_format"),
    [
        (make_png_header(8200, 5000), "PNG"),
        (make_png_header(10_000, 10_000), "PNG"),
        (make_png_header(60_000, 60_000), "PNG"),
        (make_webp_header(16_383, 16_383), "WEBP"),
    ],
)
def test_a_few_bytes_that_claim_too_many_pixels_cost_nothing(content, image_format):
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(ValidationError, match="40 million"):
        check_picture(io.BytesIO(content), image_format)
    assert time.perf_counter() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_forty_million_pixels_are_the_most():
    assert check_picture(io.BytesIO(make_png_header(8000, 5000)), "PNG") == 40_000_000


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 20, b"\x89PNG\r\n\x1a\n"]
)
@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
def test_damaged_pictures_are_refused_in_words(content, image_format):
    with pytest.raises(ValidationError, match="damaged"):
        check_picture(io.BytesIO(content), image_format)
