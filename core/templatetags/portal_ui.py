"""Tags and filters of the page components. They are built into every template: no {% load %} needed."""

from typing import Any

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import head, kept, local, ui
from core.language_links import LanguageLink, after_language, alternates, language_links, links_to
from core.languages import SOURCE, interface_language
from core.reference import reference_words, worded
from core.theme import theme_of

register = template.Library()
register.filter("day", local.day)
register.filter("moment", local.moment)
register.filter("reference", reference_words)
register.filter("field_kind", ui.field_kind)
register.filter("choice_groups", ui.choice_groups)
register.filter("field_errors", ui.field_errors)
register.filter("error_links", ui.error_links)
register.filter("bar_segments", ui.bar_segments)
register.filter("svg_shape", ui.svg_shape)
register.tag("kept", kept.parse_kept)
register.tag("each_time", kept.parse_each_time)
register.simple_tag(worded)
register.simple_tag(ui.period_bar)
register.simple_tag(ui.word_diff)
register.simple_tag(ui.progress_width)
register.simple_tag(ui.map_view)


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw one sign of img/icons.svg. Without a label it is hidden from screen readers: words stand beside it."""
    if not name:
        return SafeString("")
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>', f"icon {css}".strip(), role, static("img/icons.svg"), name
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw the control alone, with aria-invalid and aria-describedby. No placeholder: it is gone while one types."""
    return field.as_widget(attrs={"placeholder": False} if "placeholder" in field.field.widget.attrs else {})


@register.simple_tag
def picker_control(field: BoundField, url: str, target: str) -> SafeString:
    """Draw the text field that js/picker.js turns into a type-ahead."""
    words = {"data-places-none": _("Nothing found"), "data-places-found": _("found. Use the arrow keys to choose.")}
    return field.as_widget(attrs={"data-places-url": url, "data-places-target": target, **words})


@register.simple_tag
def page_language() -> str:
    """Return the language in which the portal speaks on this page, for `lang=`."""
    return interface_language(get_language() or SOURCE)


@register.simple_tag(takes_context=True)
def language_choice(context: template.Context) -> SafeString:
    """Draw the choice of language. Where the address says the language, only what follows it differs by page."""
    if "request" not in context:
        return _languages([])
    request = context["request"]
    rest = after_language(request)
    if rest is None:
        return _languages(language_links(request))
    return kept.piece("languages", draw=lambda: _languages(links_to(kept.FILL)), fill=rest)


def _languages(links: list[LanguageLink]) -> SafeString:
    more = [link for link in links if not link.is_complete]
    return render_to_string("components/languages.html", {"links": links, "more": more})


@register.simple_block_tag
def head_title(content: str) -> SafeString:
    """Say the page's title, to readers and to those who share it."""
    text = head.plain(content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', text, text)


@register.simple_block_tag
def head_description(content: str) -> SafeString:
    """Say in a sentence or two what the page holds; nothing when nothing is given."""
    text = head.shortened(head.plain(content))
    words = '<meta name="description" content="{}">\n<meta property="og:description" content="{}">'
    return format_html(words, text, text) if text else SafeString("")


@register.simple_tag(takes_context=True)
def public_address(context: template.Context) -> SafeString:
    """Tell search engines and those who share it the one address of this public page; nothing on other pages.

    A page may name the languages its text has (`text_languages`), and the one it is shared in (`shared_language`).
    """
    also = context.get("text_languages", ())
    address = head.canonical(context["request"], also) if "request" in context else ""
    if not address:
        return SafeString("")
    language = context.get("shared_language") or interface_language(get_language() or SOURCE)
    shared = {"url": address, "locale": language, "image": head.whole(context["request"], static("img/share.png"))}
    meta = format_html_join("\n", '<meta property="og:{}" content="{}">', shared.items())
    return format_html('<link rel="canonical" href="{}">\n{}', address, meta)


@register.simple_tag(takes_context=True)
def theme_choice(context: template.Context) -> SafeString:
    """Draw the choice of colours; the form leads back to the page it stands on."""
    request = context["request"]
    chosen = theme_of(request)
    shown = {"chosen": chosen, "page": kept.FILL}
    return kept.piece(
        "theme",
        chosen,
        draw=lambda: render_to_string("components/theme.html", shown),
        fill=request.get_full_path(),
    )


@register.simple_tag
def brand_styles() -> SafeString:
    """Link the operator's colours, when there are any."""
    brand = settings.BRAND
    if not brand.css:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}?v={}">', reverse("branding"), brand.mark)


@register.simple_tag
def logo_address() -> str:
    """Return the address of the operator's logo, or of the portal's own mark."""
    brand = settings.BRAND
    return f"{reverse('branding_logo')}?v={brand.mark}" if brand.logo else static("img/favicon.svg")


@register.simple_tag(takes_context=True)
def form_styles(context: template.Context) -> SafeString:
    """Link the styles of long forms, except on public pages, which are read more often than anything is written."""
    place = getattr(context.get("request"), "resolver_match", None)
    if place is None or place.namespace in settings.PAGE_CACHE_KEYS:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', static("css/forms.css"))


@register.simple_tag(takes_context=True)
def theme_attribute(context: template.Context) -> SafeString:
    """Say on <html> which colours the reader chose; nothing while the system decides."""
    chosen = theme_of(context["request"]) if "request" in context else ""
    return format_html('data-theme="{}"', chosen) if chosen else SafeString("")


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> SafeString:
    """Tell search engines where this page is in the complete languages."""
    found = alternates(context["request"], context.get("text_languages", ())) if "request" in context else []
    return format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', found)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, text: str) -> SafeString:
    """Link to a named page; marked as current on the page itself and on the pages below it."""
    return current_link(reverse(name), text, _path(context))


@register.simple_tag(takes_context=True)
def place_among(context: template.Context, *names: str) -> str:
    """Return where this page stands among some pages: for {% kept %} around their links."""
    return kept.place_among(_path(context), names)


@register.simple_tag
def current_link(url: str, text: str, path: str) -> SafeString:
    """Link to an address, with aria-current when `path` is that page ("page") or below it ("true")."""
    current = ""
    if path == url:
        current = SafeString(' aria-current="page"')
    elif path.startswith(url):
        current = SafeString(' aria-current="true"')
    return format_html('<a href="{}"{}>{}</a>', url, current, text)


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, page: Any) -> list[dict[str, Any]]:
    """Return the pager's links for a page of Django's Paginator; they keep the filters."""
    return ui.page_links(page, _query(context))


@register.filter
def filesize(size: int) -> str:
    """Write a file's size the way people say it: 96 KB, 2.4 MB."""
    if size < 1000:
        return ngettext("%(size)d\u00a0byte", "%(size)d\u00a0bytes", size) % {"size": size}
    if size < 999_500:
        return _("%(size)s\u00a0KB") % {"size": local.number(round(size / 1000))}
    return _("%(size)s\u00a0MB") % {"size": local.number(round(size / 1_000_000, 1), 1)}


def _path(context: template.Context) -> str:
    request = context.get("request")
    return request.path if request else ""


def _query(context: template.Context) -> QueryDict:
    # `include … only` drops the variables but keeps the request that the page is rendered for.
    request = context.get("request") or getattr(context, "request", None)
    return request.GET if request else QueryDict()
