"""Pages as people need them: enlarged, without motion, in the system's own colours, on paper, in any language."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.e2e.looking import NARROW, SMALLEST, WIDE, sideways

# Text that does not fit: wider than its box, or higher than a box that hides what does not fit. What scrolls inside
# its own box, what is for screen readers only and what is not drawn does not count.
CUT = """() => {
  const hides = (look, way) => ['hidden', 'clip'].includes(look['overflow' + way])
  const scrolls = look => ['auto', 'scroll'].includes(look.overflowX)
  const found = []
  for (const it of document.querySelectorAll('body *')) {
    const own = [...it.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    if (!own || it instanceof SVGElement || it.closest('.vh, .skip, option') || !it.checkVisibility()) continue
    const look = getComputedStyle(it)
    if (look.display === 'inline' || scrolls(look)) continue
    const wide = it.scrollWidth - it.clientWidth > 1
    const high = hides(look, 'Y') && it.scrollHeight - it.clientHeight > 1
    if (wide || high) found.push(`${it.tagName.toLowerCase()}.${it.className}: ${it.innerText.trim().slice(0, 60)}`)
  }
  return found.slice(0, 5)
}"""
MOVING = """() => [
  ...document.getAnimations().map(one => one.transitionProperty || one.animationName || 'animation'),
  ...(getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? ['smooth scrolling'] : [])
]"""
# A ring of the colours of the system: an outline, as shadows are not drawn there; and a border around each control.
FORCED = """() => {
  const faults = []
  for (const it of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')) {
    if (!it.checkVisibility() || it.tabIndex < 0) continue
    it.focus({preventScroll: true})
    const look = getComputedStyle(it)
    const name = `${it.tagName.toLowerCase()}.${it.className} ${(it.innerText || it.name || '').trim().slice(0, 40)}`
    if (document.activeElement === it && (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2))
      faults.push(`no ring around ${name}`)
    const control = it.matches('.btn, select, input:not([type=checkbox], [type=radio])')
    if (control && (look.borderTopStyle === 'none' || parseFloat(look.borderTopWidth) < 1))
      faults.push(`no edge of ${name}`)
  }
  document.activeElement.blur()
  return [...new Set(faults)].slice(0, 5)
}"""
# What no paper shows, and what it has to say instead of a link.
PRINTED = """() => {
  const faults = []
  for (const it of document.querySelectorAll('.nav, .util, .skip, .crumbs, .btn, .pages, main input, .theme'))
    if (it.checkVisibility()) faults.push(`printed: ${it.tagName.toLowerCase()}.${it.className}`)
  for (const it of document.querySelectorAll('main :is(p, dd, li) a[href^=http]')) {
    const said = getComputedStyle(it, '::after').content
    if (it.checkVisibility() && !said.includes(it.getAttribute('href'))) faults.push(`no address of ${it.innerText}`)
  }
  if (!document.querySelector('h1').checkVisibility()) faults.push('no heading')
  return [...new Set(faults)].slice(0, 5)
}"""
PAPER = {"width": 700, "height": 990}  # A4 at 96 dpi, without its margins
DOUBLE = "size => { document.documentElement.style.fontSize = size }"


def _faults(page: Page, words: str) -> list[str]:
    """Return what does not fit on the page as it stands."""
    wide = sideways(page)
    return [f"{words}: sideways by {wide} px"] * (wide > 0) + [f"{words}: cut: {cut}" for cut in page.evaluate(CUT)]


@contextmanager
def _emulated(page: Page, **media: str) -> Iterator[None]:
    """Change what the browser says of screen or reader, and put it back."""
    page.emulate_media(**media)
    yield
    page.emulate_media(**dict.fromkeys(media, "null"))


def enlarged(page: Page) -> list[str]:
    """Return what is cut or scrolls sideways: on the smallest screen, and with text twice as large on a wide one."""
    page.set_viewport_size(SMALLEST)
    faults = _faults(page, "320 px")
    page.set_viewport_size(WIDE)
    page.evaluate(DOUBLE, "200%")
    faults += _faults(page, "200 % text")
    page.evaluate(DOUBLE, "")
    return faults


def moving(page: Page) -> list[str]:
    """Return what moves although the reader asked for no motion."""
    with _emulated(page, reduced_motion="reduce"):
        page.evaluate("document.querySelector('main a, a').dispatchEvent(new MouseEvent('mouseover'))")
        return [f"moves: {one}" for one in page.evaluate(MOVING)]


def in_forced_colours(page: Page) -> list[str]:
    """Return which controls cannot be seen in the system's own colours."""
    with _emulated(page, forced_colors="active"):
        return [f"forced colours: {one}" for one in page.evaluate(FORCED)]


def on_paper(page: Page) -> list[str]:
    """Return what paper shows that it should not, and what it lacks."""
    page.set_viewport_size(PAPER)
    with _emulated(page, media="print"):
        faults = [f"paper: {one}" for one in page.evaluate(PRINTED)] + _faults(page, "paper")
    page.set_viewport_size(WIDE)
    return faults


def in_long_words(page: Page) -> list[str]:
    """Return what a language with longer words cuts, on a narrow screen; from right to left as well."""
    page.set_viewport_size(NARROW)
    faults = _faults(page, "longer words")
    page.evaluate("document.documentElement.dir = 'rtl'")
    faults += _faults(page, "right to left")
    page.set_viewport_size(WIDE)
    return faults
