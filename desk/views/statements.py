"""What others say about the city's record: read it, reply once."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.queries import published_version
from core.access import Refused
from core.local import day
from core.models import Scan
from desk.forms.statement import ReplyForm
from desk.pages import add_faults, back_to_tasks, page, tell, warn
from participation.actions import reply
from participation.models import CounterEvidence
from participation.queries import statement_at_desk
from participation.rules import may_reply
from review.workflow import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def statement_reply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read what somebody says and reply for the city, once."""
    statement = statement_at_desk(public_id)
    if not may_reply(request.user, statement):
        raise Refused(_("Only people who act for %(city)s reply.") % {"city": statement.commitment.city})
    form = ReplyForm(request.POST) if request.method == "POST" else ReplyForm(initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        try:
            reply(statement=statement, by=request.user, **form.cleaned_data)
            return tell(request, _("Your reply is public."), reverse("desk:dashboard"))
        except Stale as stale:
            return warn(request, stale, reverse("desk:statement_reply", args=[public_id]))
        except ValidationError as error:
            add_faults(form, error)
    return _page(request, statement, form)


def _page(request: HttpRequest, statement: CounterEvidence, form: ReplyForm) -> HttpResponse:
    text = published_version(statement.commitment)
    title = text.title if text else statement.commitment.code
    return page(
        request,
        "statement",
        heading=_("Someone says otherwise"),
        eyebrow=f"{statement.commitment.code} · {title}",
        lede=_lede(statement),
        city=statement.commitment.city,
        here="commitments",
        statement=statement,
        about=_about(statement),
        form=None if statement.replied_at else form,
        back=back_to_tasks(),
    )


def _lede(statement: CounterEvidence) -> str:
    if statement.replied_at:
        return _("Your city replied on %(day)s. A reply stays as it is.") % {"day": day(statement.replied_at)}
    if statement.reply_due_on is None:
        return _("You may reply, once. Your words are public at once.")
    return _("Please reply by %(day)s. Without a reply, the page says so.") % {"day": day(statement.reply_due_on)}


def _about(statement: CounterEvidence) -> list[dict[str, Any]]:
    """What it is about and how it is proved, as rows of a summary list."""
    if statement.evidence:
        about = {"label": _("About your evidence"), "value": statement.evidence.title}
    else:
        about = {"label": _("About your report of"), "value": day(statement.report.as_of) if statement.report else ""}
    is_link = statement.proof == CounterEvidence.Proof.LINK
    url = statement.url if is_link else reverse("portal:statement_proof", args=[statement.public_id])
    if statement.scan_state == Scan.INFECTED:
        url = ""
    return [
        about,
        {"label": _("Who"), "value": statement.shown_name or _("A resident")},
        {"label": _("Proof"), "value": statement.url if is_link else statement.file_name, "url": url},
    ]
