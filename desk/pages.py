"""What every page of the desk carries: navigation, the way back, and answers that keep people's words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import is_panel_member
from cities.rules import acts_for


def page(
    request: HttpRequest,
    template: str,
    *,
    heading: str,
    city: Any = None,
    here: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a page of the desk.

    Args:
        heading: the h1 and the title of the window.
        city: the city whose navigation is shown.
        here: key of the navigation's current item.
        more: context of the template; `back` is (address, words), the errors of `form`, or of all of `checked`,
            stand on top.
    """
    shown = {"back": None, "eyebrow": "", "lede": "", "form": None, "problems": [], "wide": False} | more
    shown.setdefault("checked", shown["form"])
    context = {"desk_nav": nav(request.user, city, here), "heading": heading, "city": city, **shown}
    return render(request, f"desk/{template}.html", context, status=status)


def nav(user: Any, city: Any, here: str) -> list[dict[str, Any]]:
    """Return the items of the desk's navigation; without a city there are only the tasks."""
    items = [("tasks", reverse("desk:dashboard"), _("Tasks"))]
    if city is not None:
        slug = [city.slug]
        items.append(("profile", reverse("desk:profile", args=slug), _("City page")))
        if acts_for(user, city):
            items.append(("commitments", reverse("desk:commitments", args=slug), _("Commitments")))
            items.append(("evidence", reverse("desk:evidence", args=slug), _("Evidence")))
        items.append(("members", reverse("desk:members", args=slug), _("Team")))
        if settings.LABEL_ENABLED and acts_for(user, city):
            items.append(("label", reverse("desk:label_apply", args=slug), _("Label")))
    if settings.LABEL_ENABLED and is_panel_member(user):
        items.append(("panel", reverse("desk:panel"), _("Panel")))
    items.append(("settings", reverse("desk:settings"), _("Settings")))
    return [{"url": url, "label": label, "current": key == here} for key, url, label in items]


def back_to_tasks() -> tuple[str, str]:
    return reverse("desk:dashboard"), _("Back to tasks")


def tell(request: HttpRequest, words: Any, to: str, *, level: int = messages.SUCCESS) -> HttpResponse:
    """Say what happened and go on to `to`."""
    messages.add_message(request, level, str(words))
    return redirect(to)


def warn(request: HttpRequest, words: Any, to: str) -> HttpResponse:
    """Say why something did not happen and go on to `to`."""
    return tell(request, words, to, level=messages.WARNING)


def add_faults(form: Form, error: ValidationError) -> None:
    """Show what an action refused at the fields it names; what the form does not ask for stands above it."""
    faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, fault in faults.items():
        form.add_error(name if name in form.fields else None, fault)
