"""The city's commitments: all of them, a new one, one with its tasks, and giving up a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cities.rules import is_approver
from commitments.actions import delete_draft, start_commitment
from commitments.queries import (
    DeskRow,
    conversation,
    desk_commitment,
    desk_commitments,
    texts_to_copy,
    usual_language,
)
from commitments.rules import DRAFT_STATES, WAITING_STATES, may_submit
from desk.access import city_to_write, version_to_edit
from desk.forms.commitment import NewCommitmentForm
from desk.pages import add_faults, back_to_tasks, page, tell, warn
from desk.parts import PARTS, count_done, done_words, is_amendment, task_rows
from desk.queries import draft_with_facts, just_started, present
from desk.rows import commitment_row
from desk.words import saved
from desk.working import who_words
from review.workflow import Stale


@require_safe
def commitments(request: HttpRequest, slug: str) -> HttpResponse:
    """All commitments of the city, with where each stands."""
    city = city_to_write(request.user, slug)
    return page(
        request,
        "commitments",
        heading=_("Commitments"),
        eyebrow=city.name,
        city=city,
        here="commitments",
        rows=[commitment_row(row) for row in desk_commitments(city)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a commitment with its first words."""
    city = city_to_write(request.user, slug)
    is_sent = request.method == "POST"
    form = NewCommitmentForm(request.POST if is_sent else None, initial={"language": usual_language(city)})
    if form.is_bound and form.is_valid():
        if twin := just_started(request.user, city, form.cleaned_data["title"]):
            return redirect("desk:step", twin, "promise")
        try:
            version = start_commitment(city=city, by=request.user, **form.cleaned_data)
            return redirect("desk:step", version.commitment.code, "promise")
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "commitment_new",
        heading=_("Add a commitment"),
        eyebrow=city.name,
        lede=_("You write it part by part, in any order, in as many sittings as you like."),
        city=city,
        here="commitments",
        form=form,
        parts=[part for part in PARTS if not part.aside],
        sources=texts_to_copy(city),
        back=back_to_tasks(),
    )


@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment: the task list of its draft, or where its text is."""
    row = desk_commitment(request.user, code)
    shown = _state(request.user, row)
    return page(
        request,
        "commitment",
        heading=row.title or _("Commitment without a title"),
        eyebrow=f"{row.commitment.city} · {row.commitment.code}",
        wide=True,
        city=row.commitment.city,
        here="commitments",
        row=row,
        back=(reverse("desk:commitments", args=[row.commitment.city.slug]), _("All commitments")),
        **shown,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Give up a draft, after one question."""
    version = version_to_edit(request.user, code)
    city, here = version.commitment.city, reverse("desk:commitment", args=[code])
    if request.method == "POST":
        try:
            delete_draft(version=version, by=request.user)
        except Stale as stale:
            return warn(request, stale, here)
        return tell(request, _("The draft is deleted."), reverse("desk:commitments", args=[city.slug]))
    texts = [_("The text and evidence that nothing else lists are deleted. Nobody can bring them back.")]
    if is_amendment(version):
        texts.append(_("The published text stays as it is."))
    return page(
        request,
        "confirm",
        heading=_("Delete this draft?"),
        eyebrow=version.title or code,
        text=" ".join(texts),
        city=city,
        here="commitments",
        button=_("Delete the draft"),
        back=(here, _("No, keep it")),
    )


def _state(user: Any, row: DeskRow) -> dict[str, Any]:
    """What the page needs to know about the open text."""
    version, commitment = row.open_version, row.commitment
    shown = {
        "version": version,
        "tasks": [],
        "done": None,
        "note": "",
        "may_copy": commitment.state != "draft" or version is None,
        "may_sign": bool(version and version.state == "sign_off" and may_submit(user, version)),
        "talk": conversation(version) if version and version.state in WAITING_STATES else [],
        "may_withdraw": is_approver(user, commitment.city) and commitment.state in {"active", "on_hold", "closed"},
    }
    if version is None:
        return shown
    version.commitment = commitment
    if version.state in DRAFT_STATES:
        facts = draft_with_facts(version, user)
        found = present(facts)
        done, total = count_done(facts, found)
        shown |= {
            "tasks": task_rows(facts, found, commitment.code),
            "done": {
                "done": done,
                "total": total,
                "words": done_words(facts, found),
                "saved": saved(facts.updated_at),
                "who": who_words(facts, user),
            },
            "version": facts,
            "note": _note(version) if version.state == "draft" else "",
        }
    return shown


def _note(version: Any) -> str:
    """What the approver wrote when the text came back from sign-off last."""
    step = version.status_changes.order_by("-at", "-pk").first()
    return step.note if step and step.transition == "send_back" else ""
