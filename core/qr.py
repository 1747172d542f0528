"""QR codes, to stand on paper: black on white, whatever the colours of the page."""

import io
from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Drawing:
    """A QR code for a template: `size` squares wide and high, the dark ones as the path of an SVG file."""

    size: int
    path: str


def qr_drawing(text: str) -> Drawing:
    """Return the QR code of `text` to draw inside a page, also one that becomes a PDF file; with its quiet border."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, square in enumerate(row) if square]
    return Drawing(len(rows), "".join(dark))


def qr_svg(text: str) -> bytes:
    """Return the QR code of `text` as an SVG file, 4 pixels for each of its squares; 15 % of it may be lost."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, light="#fff", xmldecl=False)
    return drawn.getvalue()
