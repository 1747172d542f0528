"""Pictures: how many pixels one claims, from its header alone, and a clean copy without what cameras add to it."""

import io
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 40_000_000
# What each format can hold; everything else becomes the first of its modes, or the second where it has transparency.
MODES = {"PNG": ("RGB", "RGBA", "1", "L", "LA", "P"), "JPEG": ("RGB", "RGB", "L"), "WEBP": ("RGB", "RGBA")}
QUALITY = {"PNG": {"compress_level": 3}, "JPEG": {"quality": 90}, "WEBP": {"quality": 90}}

DAMAGED = _("This picture is damaged. Open it, save it again, and upload that.")
TOO_LARGE = _("This picture has more than 40 million pixels. Make it smaller and upload it again.")


def check_picture(file: IO[bytes], image_format: str) -> int:
    """Return the number of pixels of a PNG, JPEG or WEBP picture.

    Raises: ValidationError for a damaged picture and for more than 40 million pixels.
    """
    if image_format == "WEBP":
        _limit(*_webp_size(file))  # Pillow's decoder reserves the whole canvas when it opens a WEBP
    file.seek(0)
    try:
        width, height = Image.open(file, formats=[image_format]).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE, code="too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    return _limit(width, height)


def _limit(width: int, height: int) -> int:
    if width * height > MAX_PIXELS:
        raise ValidationError(TOO_LARGE, code="too_many_pixels")
    return width * height


def _webp_size(file: IO[bytes]) -> tuple[int, int]:
    """Read the canvas size of the three WEBP forms: extended, lossless, lossy."""
    file.seek(0)
    head = file.read(30)
    form = head[12:16]
    if len(head) < 30 or head[8:12] != b"WEBP" or form not in (b"VP8X", b"VP8L", b"VP8 "):
        raise ValidationError(DAMAGED, code="damaged")
    if form == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF


def re_encode(source: IO[bytes], target: IO[bytes], image_format: str) -> None:
    """Write the picture anew: upright, in plain colours, without place, camera, profile, comment or anything behind it.

    Called by `core.sandbox`: decoding what strangers sent has limits there. Of a moving picture the first frame stays.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(source, formats=[image_format]) as opened:
        opened.load()
        picture = ImageOps.exif_transpose(opened)
        profile, transparency = opened.info.get("icc_profile"), opened.info.get("transparency")
    picture = _plain_colours(picture, profile)
    picture.info = {} if transparency is None else {"transparency": transparency}
    usual, transparent, *others = MODES[image_format]
    if picture.mode not in (usual, transparent, *others):
        picture = picture.convert(transparent if picture.has_transparency_data else usual)
        picture.info = {}
    picture.save(target, image_format, **QUALITY[image_format])


def _plain_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as sRGB when it brought a colour profile that can be read; else as it is."""
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
