"""QR codes, to stand on paper: black on white, whatever the colours of the page."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_inline(text: str) -> SafeString:
    """Return the QR code of `text` as an element for a page, also one that becomes a PDF file."""
    return mark_safe(segno.make(text, error="m", micro=False).svg_inline(scale=4, light="#fff"))


def qr_svg(text: str) -> bytes:
    """Return the QR code of `text` as an SVG file, 4 pixels for each of its squares; 15 % of it may be lost."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, light="#fff", xmldecl=False)
    return drawn.getvalue()
