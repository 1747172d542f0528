"""The author of a concern appeals by the link that only their mailbox knows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from labels.actions import lodge_appeal
from labels.appeal_words import against
from labels.models import Appeal
from labels.queries.appeals import case_of
from labels.queries.concerns import own_concern
from labels.tokens import concern_of
from review.workflow import NotReady, Stale
from voices.forms_concern import AppealForm


@require_http_methods(["GET", "HEAD", "POST"])
def concern_appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Say why three people with no earlier part should look at one's own concern again."""
    found = own_concern(concern_of(token))
    if case_of(found).faults or Appeal.objects.filter(concern=found).exists():
        raise Http404
    form = AppealForm(request.POST) if request.method == "POST" else AppealForm(initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        try:
            lodge_appeal(thing=found, by=None, **form.cleaned_data)
            return redirect("voices:concern_own", token)
        except Stale:
            return redirect("voices:concern_own", token)
        except NotReady as refusal:
            form.add_error(None, str(refusal))
    context = {"concern": found, "token": token, "form": form, "what": against(found)}
    return render(request, "voices/concern_appeal.html", context)
