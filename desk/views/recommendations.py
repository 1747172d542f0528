"""Recommendations to the city, added by its own people."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.actions import add_recommendation
from desk.access import version_to_edit
from desk.forms.recommendation import RecommendationForm
from desk.pages import add_faults, page, tell


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add what was recommended to the city; the part then offers it."""
    version = version_to_edit(request.user, code)
    city, back = version.commitment.city, reverse("desk:step", args=[code, "recommendations"])
    form = RecommendationForm(
        request.POST if request.method == "POST" else None, initial={"language": version.language}
    )
    if form.is_bound and form.is_valid():
        try:
            add_recommendation(city=city, by=request.user, **form.cleaned_data)
            return tell(request, _("Added. Tick it if your commitment answers it."), back)
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "form",
        heading=_("Add a recommendation"),
        eyebrow=city.name,
        lede=_("Only what was said to your city in public. The public reads that the city added it."),
        city=city,
        here="commitments",
        form=form,
        button=_("Add it"),
        back=(back, _("Back to the recommendations")),
    )
