"""The renewal of a label: it begins filled in with the last application; after that it is written like any other."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.pages import page, tell
from labels.actions import start_renewal
from labels.actions.renewal import refuse_unless_open
from labels.queries.midterm import label_in_force
from review.workflow import NotReady


@require_http_methods(["GET", "HEAD", "POST"])
def label_renewal(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what a renewal means, and begin it."""
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(request.user, slug)
    label, here = label_in_force(city), reverse("desk:label_apply", args=[slug])
    if label is None:
        raise Refused(_("The city holds no label, so there is nothing to renew."))
    try:
        refuse_unless_open(label)
        if request.method == "POST":
            start_renewal(city=city, by=request.user)
            words = _("The renewal is begun, filled in with your last application. Look back and bring it up to date.")
            return tell(request, words, here)
    except NotReady as early:
        raise Refused(str(early)) from early
    return page(
        request,
        "confirm",
        heading=_("Ask to renew the label?"),
        eyebrow=city.name,
        text=_(
            "The label is valid until %(day)s. When an approver sends the renewal by that day, the label stays valid "
            "until it is decided. The form and the self-assessment begin with what you said the last time; three "
            "people form the panel."
        )
        % {"day": day(label.valid_until)},
        city=city,
        here="label",
        button=_("Begin the renewal"),
        back=(here, _("Not now")),
    )
