"""Check a label: by its number, or by a credential that somebody received. Nothing is kept and nothing is fetched."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from labels.queries.checking import LARGEST, check_credential
from voices.checking import words_for
from voices.forms_check import CheckForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """A number leads to its public page; a file or a text is checked at once, and the result comes first."""
    if not settings.LABEL_ENABLED:
        raise Http404
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    found = None
    if request.method == "POST" and form.is_valid():
        if code := form.cleaned_data["code"]:
            return redirect("portal:label", code)
        file = form.cleaned_data["file"]
        content = file.read(LARGEST + 1) if file else form.cleaned_data["text"].encode()
        found = words_for(check_credential(content))
    return render(request, "voices/check.html", {"form": form, "found": found})
