"""The questions asked of every page can be answered with no."""

from tests.e2e.looking import NARROW, ON_COLOURS, OPPOSITE, WIDE, faults_in

BAD = """<!doctype html><html lang="en"><head><title>Bad</title>
<style>@media (prefers-color-scheme: dark) { body { background: #000 } p { color: #222 } }</style></head>
<body><main><h1>Bad</h1><p>Nobody reads this at night.</p><img src="https://elsewhere.invalid/pixel.png">
<div style="width: 350px">Wide</div></main><script>console.error("noise"); nothing()</script></body></html>"""


def test_bad_pages_are_seen(new_page, complaints):
    page = new_page()
    page.set_content(BAD, wait_until="commit")
    page.wait_for_timeout(500)
    faults = "\n".join(faults_in(page))
    for fault in (
        "1280 px, light: image-alt",
        "1280 px, dark: color-contrast",
        "390 px, dark: color-contrast",
        "scrolls sideways by 38 px at 320 px",
    ):
        assert fault in faults
    assert "light: color-contrast" not in faults
    brief = "\n".join(faults_in(page, OPPOSITE))
    for fault in ("1280 px, light: image-alt", "390 px, dark: color-contrast", "scrolls sideways by 38 px at 320 px"):
        assert fault in brief
    said = "\n".join(complaints)
    complaints.clear()
    for word in ("console error: noise", "nothing is not defined", "another host: https://elsewhere.invalid/pixel.png"):
        assert word in said
    assert page.viewport_size == {"width": 1280, "height": 900}


def test_colours_of_every_component_in_every_look(new_page, settings):
    """States of pages are asked in one look only, as all that they are made of is asked here in every one."""
    settings.DEBUG = True
    page = new_page()
    page.goto("/styleguide/")
    page.get_by_role("heading", name="Components").wait_for()
    looks = tuple((size, scheme, ON_COLOURS) for size in (WIDE, NARROW) for scheme in ("light", "dark"))
    assert faults_in(page, looks) == []
