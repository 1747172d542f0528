"""What residents and organisations say on the city's application: read here, answered later in the right of reply."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import Hidden
from desk.access import city_to_write
from desk.pages import page
from labels.queries.public import sent_application_of
from labels.queries.window import window_of
from participation.queries import statements_on


@require_safe
def label_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The published statements on the city's latest application, as everybody reads them."""
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(request.user, slug)
    application = sent_application_of(city)
    return page(
        request,
        "label_statements",
        heading=_("What others say on the application"),
        eyebrow=city.name,
        lede=_("You read what everybody reads. The panel reads it, too, before it answers the same questions."),
        city=city,
        here="label",
        application=application,
        window=window_of(application) if application else None,
        said=statements_on(application) if application else [],
        back=(reverse("desk:label_apply", args=[slug]), _("Back to the application")),
    )
