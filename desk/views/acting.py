"""Pages that ask one thing before something happens to a public commitment: change, more time, close, withdraw."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commitments.actions import StaleEdit
from commitments.models import Commitment
from desk.pages import add_faults, page, tell, warn
from review.workflow import NotReady, Stale

Act = Callable[[], Any]


def home_of(commitment: Commitment) -> str:
    """Return the address of a commitment at the desk."""
    return reverse("desk:commitment", args=[commitment.code])


def settled(request: HttpRequest, commitment: Commitment, form: Any, act: Act, *, then: str = "") -> Any:
    """Do what a form asks for, once its answers make sense.

    Args:
        request: the request.
        commitment: what it is about.
        form: bound or not; faults of the act are told at its fields.
        act: does it and returns the words that say so.
        then: where to go on; the commitment's page if not given.

    Returns: the way on, with words; or None while the page has to be shown (again).
    """
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return tell(request, act(), then or home_of(commitment))
    except (Stale, StaleEdit, NotReady) as refusal:
        return warn(request, refusal, home_of(commitment))
    except ValidationError as error:
        add_faults(form, error)
    return None


def asking(request: HttpRequest, template: str, commitment: Commitment, /, *, stay: str, **more: Any) -> HttpResponse:
    """Return the page that asks. `stay`: the words of the link that leads back without doing it."""
    frame = {"eyebrow": commitment.code, "city": commitment.city, "back": (home_of(commitment), stay)}
    return page(request, template, here="commitments", **(frame | more))
