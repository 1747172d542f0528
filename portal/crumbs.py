"""Where a page is, as components/crumbs.html draws it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

Crumb = tuple[str, Any]


def crumbs(*names: str, more: tuple[Crumb, ...] = ()) -> list[Crumb]:
    """Return the way from the home page to this page's parent.

    Args:
        names: lists of the portal, such as "cities".
        more: further pages with their address.
    """
    labels = {
        "cities": _("Cities"),
        "commitments": _("Commitments"),
        "countries": _("Countries"),
        "framework": _("Framework"),
        "rights": _("Rights"),
        "labels": _("The label"),
    }
    return [
        (reverse("portal:home"), _("Home")),
        *((reverse(f"portal:{name}"), labels[name]) for name in names),
        *more,
    ]
