"""What only the author's mailbox opens: confirm, see how it stands, take it back. A GET changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.actions import Over, send_link_again, unconfirmed, withdraw_statement
from participation.actions import confirm as confirm_statement
from participation.queries import own_statement
from participation.tokens import own_token, reference_of
from review.deadlines import days
from review.workflow import NotAllowed, Stale
from voices.standing import about, standing, taken_back


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button. The link in the mail leads here; only the button confirms. When it is over, a new one can be sent."""
    try:
        if request.method == "POST" and "again" in request.POST:
            send_link_again(token=token)
            return redirect("voices:sent")
        statement = confirm_statement(token=token) if request.method == "POST" else unconfirmed(token)
    except Http404:
        return _over(
            request, _("This link does not work. Check that it is complete, or write your text once more."), 404
        )
    except Stale as stale:
        return _over(request, str(stale), 410, can_renew=isinstance(stale, Over))
    except NotAllowed as refusal:
        return _over(request, str(refusal), 403)
    if request.method == "POST":
        return redirect("voices:own", own_token(statement.reference))
    return render(request, "voices/confirm.html", {"statement": statement, "about": about(statement)})


@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, and how one's own text stands."""
    statement = own_statement(reference_of(token))
    heading, words = standing(statement, days("reply"))
    context = {"statement": statement, "about": about(statement), "token": token, "heading": heading, "words": words}
    return render(request, "voices/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's own text back, after one question."""
    statement = own_statement(reference_of(token))
    if request.method == "POST":
        try:
            withdraw_statement(statement=statement)
        except Stale as stale:
            messages.warning(request, str(stale))
        return redirect("voices:own", token)
    context = {"statement": statement, "about": about(statement), "token": token, "words": taken_back(statement)}
    return render(request, "voices/withdraw.html", context)


def _over(request: HttpRequest, words: str, status: int, *, can_renew: bool = False) -> HttpResponse:
    return render(request, "voices/over.html", {"words": words, "can_renew": can_renew}, status=status)
