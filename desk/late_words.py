"""Words that came too late: a page that says why they are not saved, gives them back, and says what happens next."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.access import Hidden
from core.refusals import note_refusal
from desk.forms.base import DeskForm
from desk.pages import back_to_tasks, page
from review.workflow import Stale

View = Callable[..., HttpResponse]


def keeps_words(form: type[DeskForm], *, later: Promise) -> Callable[[View], View]:
    """Return a decorator for a view with a form that people write for a while: what they sent is never dropped.

    The refusal stays what it is: 404 where the thing is private to the reader, 403, else 409. The page shows what this
    very request sent and nothing else, so it tells a stranger nothing.

    Args:
        form: names the texts that it takes (`typed`).
        later: what happens next, a sentence or two.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (PermissionDenied, Hidden, Stale) as refusal:
                texts = form.typed(request.POST)
                if not texts and not isinstance(refusal, Stale):
                    raise
                note_refusal(request, refusal)
                return _kept_page(request, refusal, texts, later)

        return kept

    return decorate


def _kept_page(request: HttpRequest, refusal: Exception, texts: list[tuple[str, str]], later: Promise) -> HttpResponse:
    status, why = 409, str(refusal)
    if isinstance(refusal, Hidden):
        status = 404
        why = why or _("This page is not open to you, or not any more: parts in a case end, and roles in a city.")
    elif isinstance(refusal, PermissionDenied):
        status = 403
    return page(
        request,
        "kept",
        heading=_("Your words were not saved"),
        lede=why,
        texts=texts,
        later=later,
        back=back_to_tasks(),
        status=status,
    )
