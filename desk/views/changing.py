"""Public commitments: a new version, and the end of one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import amend, save_version, withdraw
from commitments.models import CommitmentVersion
from commitments.rules import may_withdraw
from core.access import Refused
from desk.access import commitment_to_act
from desk.forms.commitment import AmendForm
from desk.forms.sending import ReasonForm
from desk.pages import warn
from desk.views.acting import asking, home_of, settled


@require_http_methods(["GET", "HEAD", "POST"])
def amend_commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Start a new version of a public text, with the reason first."""
    commitment = commitment_to_act(request.user, code)
    here = home_of(commitment)
    if CommitmentVersion.objects.open().filter(commitment=commitment).exists():
        return warn(request, _("A new version is already on its way. Here it is."), here)
    if commitment.state not in {"draft", "active", "on_hold"}:
        raise Refused(_("Only a commitment in force can be changed."))
    form = AmendForm(request.POST) if request.method == "POST" else AmendForm(initial={"is_material": "yes"})

    def act() -> str:
        version = amend(commitment=commitment, by=request.user)
        save_version(version=version, by=request.user, revision=version.revision, values=form.values())
        return _("Here is a copy of the published text. Change what has to change.")

    return settled(request, commitment, form, act) or asking(
        request,
        "form",
        commitment,
        stay=_("Back to the commitment"),
        heading=_("Change this commitment"),
        lede=_("The published text stays public until the review office has checked the new one."),
        form=form,
        button=_("Start the new version"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw a public commitment with a public reason; its page stays."""
    commitment = commitment_to_act(request.user, code)
    if not may_withdraw(request.user, commitment):
        raise Refused(_("Approvers of %(city)s withdraw commitments.") % {"city": commitment.city})
    wording = {
        "label": _("Why does the city withdraw it?"),
        "hint": _("The public reads this on the commitment's page."),
        "missing": _("Say why the city withdraws the commitment. The public reads it."),
    }
    form = ReasonForm(request.POST, **wording) if request.method == "POST" else ReasonForm(**wording)

    def act() -> str:
        withdraw(commitment=commitment, by=request.user, reason=form.cleaned_data["reason"])
        return _("The commitment is withdrawn. Its page stays, with your reason.")

    return settled(request, commitment, form, act) or asking(
        request,
        "confirm",
        commitment,
        stay=_("No, keep it"),
        heading=_("Withdraw this commitment?"),
        text=_("Nobody can bring it back. Its page, texts and reports stay public with the word “withdrawn”."),
        form=form,
        button=_("Withdraw the commitment"),
    )
