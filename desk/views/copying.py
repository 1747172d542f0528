"""A new commitment that starts from an earlier one of the city."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import copy_forward
from commitments.queries import desk_commitment, text_to_copy
from core.access import Hidden
from desk.forms.copying import CopyForm
from desk.pages import page, tell
from desk.parts import PARTS
from desk.queries import just_copied


@require_http_methods(["GET", "HEAD", "POST"])
def copy_commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what to take over, then write the new commitment."""
    source = desk_commitment(request.user, code).commitment
    text = text_to_copy(source)
    if text is None:
        raise Hidden
    form = CopyForm(request.POST if request.method == "POST" else None, parts=PARTS)
    if form.is_bound and form.is_valid():
        words = _("Here is the new commitment. Give its parts new dates, and check every word.")
        twin = just_copied(request.user, source)
        if twin is None:
            twin = copy_forward(source=source, by=request.user, take=form.cleaned_data["take"]).commitment.code
        return tell(request, words, reverse("desk:commitment", args=[twin]))
    return page(
        request,
        "form",
        heading=_("Start a new commitment from this one"),
        eyebrow=text.title or source.code,
        lede=_("The earlier commitment and its page stay as they are. The new one says where it came from."),
        city=source.city,
        here="commitments",
        form=form,
        button=_("Start the new commitment"),
        back=(reverse("desk:commitment", args=[code]), _("Back to the commitment")),
    )
