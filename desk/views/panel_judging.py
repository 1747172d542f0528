"""A member of a panel writes a finding or looks again at one: saved while they write, sent once."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import Hidden, Refused
from desk.forms.findings import FindingForm
from desk.late_words import keeps_words
from desk.pages import add_faults, page, tell
from desk.panel_words import answer_rows, finding_row
from desk.views.panel_answers import LATER
from desk.views.panel_case import case_back, seat_or_hidden
from desk.writing import Stored, autosave, differences, opened_on
from labels.actions.findings import StaleFinding, save_finding
from labels.actions.panel_drafts import StaleDraft, save_panel_draft
from labels.actions.replies import LookedAlready, look_again
from labels.models import PanelDraft, PanelMember
from labels.queries.findings import Item, PanelRoom, own_drafts, panel_room
from labels.rules.findings import may_look_again, may_write_finding
from review.workflow import NotReady, Stale

Kind = PanelDraft.Kind
ROUTES = {Kind.FINDING: "panel_finding", Kind.LOOK: "panel_second_look"}


@dataclass(frozen=True)
class Desk:
    """One criterion under the hands of one member: what they write, and the draft of it that is stored."""

    kind: str
    room: PanelRoom
    item: Item
    draft: PanelDraft | None

    @property
    def base(self) -> int:
        """Revision of the finding that the draft changes, or would change."""
        found = self.item.finding if self.kind == Kind.FINDING else None
        return self.draft.base if self.draft else found.revision if found else 0

    @property
    def stored(self) -> Stored:
        """Revision of the draft, and what the form is opened with: the draft, else the finding that it changes."""
        text: Any = self.draft or (self.item.finding if self.kind == Kind.FINDING else None)
        return self.draft.revision if self.draft else 0, FindingForm.initial_of(text)

    def form(self, data: Any = None) -> FindingForm:
        """Return the form, with what was posted or opened on what is stored."""
        given = {"criterion": self.item.criterion, "scale": self.item.scale}
        if data is not None:
            return FindingForm(data, **given)
        return FindingForm(initial=opened_on(*self.stored) | {"base": self.base}, **given)

    def keep(self, form: FindingForm, by: Any) -> Stored:
        """Save the draft. Raises: as `save_panel_draft`."""
        draft = save_panel_draft(
            application=self.room.seat.application,
            criterion=self.item.criterion,
            kind=self.kind,
            by=by,
            revision=form.against(*self.stored),
            base=form.cleaned_data["base"],
            values=form.values(),
        )
        return draft.revision, FindingForm.initial_of(draft)


def _desk(seat: PanelMember, kind: str, code: str) -> Desk:
    room = panel_room(seat)
    item = room.item(code)
    return Desk(kind, room, item, own_drafts(seat, item.criterion).filter(kind=kind).first())


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(FindingForm, later=LATER)
def panel_finding(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Write the finding of one criterion, or change the own one."""
    desk = _desk(seat_or_hidden(request.user, reference), Kind.FINDING, code)
    _require_writer(request, desk)
    form = desk.form(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, desk, form)
    return _sent(request, desk, form)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(FindingForm, later=LATER)
def panel_second_look(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Look again at a finding that the city disputes and that somebody else wrote."""
    desk = _desk(seat_or_hidden(request.user, reference), Kind.LOOK, code)
    _require_looker(request, desk)
    form = desk.form(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, desk, form)
    return _sent(request, desk, form)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_judgement_autosave(request: HttpRequest, reference: str, code: str, what: str) -> JsonResponse:
    """Save the finding or the second look that is being written: a draft that only its author reads."""
    kind = {"finding": Kind.FINDING, "second-look": Kind.LOOK}.get(what)
    if kind is None:
        raise Hidden
    desk = _desk(seat_or_hidden(request.user, reference), kind, code)
    return autosave(request, bind=desk.form, save=lambda form: desk.keep(form, request.user))


def _sent(request: HttpRequest, desk: Desk, form: FindingForm) -> HttpResponse:
    """Keep the words as a draft, then send them; else the page again with all of them."""
    try:
        form.renew(*desk.keep(form, request.user))
        _send(request, desk, form)
    except StaleDraft as stale:
        return _stale(request, desk, form, stale.current, editor=None)
    except StaleFinding as stale:
        return _stale(request, desk, form, stale.current, editor=stale.current.author.name)
    except LookedAlready as late:
        return _stale(request, desk, form, late.current, editor=late.current.member.name)
    except ValidationError as error:
        add_faults(form, error)
        return _page(request, desk, form)
    except NotReady as early:
        raise Stale(str(early)) from early
    if desk.kind == Kind.LOOK:
        there = case_back(desk.room.seat)[0]
        return tell(request, _("Your second look is sent. It takes the place of the finding."), there)
    there = reverse("desk:panel_differences", args=[desk.room.seat.application.reference])
    return tell(request, _("The finding is saved. Everybody in the panel reads it and agrees anew."), there)


def _send(request: HttpRequest, desk: Desk, form: FindingForm) -> None:
    application, finding = desk.room.seat.application, desk.item.finding
    if desk.kind == Kind.FINDING:
        base = form.cleaned_data["base"]
        values, criterion = form.values(), desk.item.criterion
        save_finding(application=application, criterion=criterion, by=request.user, revision=base, values=values)
    elif finding is not None:
        look_again(finding=finding, by=request.user, values=form.values())


def _require_writer(request: HttpRequest, desk: Desk) -> None:
    finding = desk.item.finding
    if desk.room.seat.application.state != "panel":
        raise Refused(_("The findings went to the city, so they can no longer be changed here."))
    if not desk.room.all_in:
        raise Refused(_("You talk and write findings as soon as everybody in the panel has sent every answer."))
    if finding is not None and not may_write_finding(request.user, finding):
        raise Refused(_("%(name)s writes this finding. Talk to each other.") % {"name": finding.author.name})


def _require_looker(request: HttpRequest, desk: Desk) -> None:
    finding = desk.item.finding
    look = getattr(finding, "second_look", None)
    if finding is None or desk.room.seat.application.state != "second_look":
        if look is not None and look.member_id != desk.room.seat.pk:
            words = _("%(name)s has looked again already, and the case has moved on. Their words count.")
            raise Refused(words % {"name": look.member.name})
        raise Refused(_("Nothing is to be looked at again here now."))
    if not may_look_again(request.user, finding):
        raise Refused(_("You wrote this finding. Another member looks again."))


def _stale(request: HttpRequest, desk: Desk, form: FindingForm, current: Any, *, editor: str | None) -> HttpResponse:
    """The page with both texts. What is sent next counts against what is stored now."""
    said = FindingForm.initial_of(current)
    found = differences(form, said, form.values())
    if not found:  # a double click
        return redirect("desk:panel_answer", desk.room.seat.application.reference, desk.item.criterion.code)
    if isinstance(current, PanelDraft):
        form.renew(current.revision, said)
    elif desk.kind == Kind.FINDING:
        form.data["base"] = str(current.revision)
    return _page(request, desk, form, status=409, differences=found, editor=editor)


def _page(request: HttpRequest, desk: Desk, form: FindingForm, **more: Any) -> HttpResponse:
    application, item, reference = desk.room.seat.application, desk.item, desk.room.seat.application.reference
    address = [reference, item.criterion.code]
    words = {
        Kind.FINDING: (
            _("This is what the city reads, and what is published with the decision. Saving asks everybody to agree."),
            _("Save the finding"),
        ),
        Kind.LOOK: (
            _("You did not write this finding. Read what the city says, then say what you find. It counts instead."),
            _("Send the second look"),
        ),
    }
    lede, button = words[Kind(desk.kind)]
    what = "finding" if desk.kind == Kind.FINDING else "second-look"
    return page(
        request,
        "panel_finding",
        heading=item.criterion.title,
        eyebrow=f"{application.city.name} · {item.criterion.code}",
        lede=lede,
        button=button,
        form=form,
        item=item,
        answers=answer_rows(item.sent),
        finding=finding_row(item.finding, reference) if item.finding else None,
        reference=reference,
        reload_url=reverse(f"desk:{ROUTES[Kind(desk.kind)]}", args=address),
        autosave_url=reverse("desk:panel_judgement_autosave", args=[*address, what]),
        back=(reverse("desk:panel_answer", args=address), _("Back to the criterion")),
        **{"differences": [], "editor": None, **more},
    )
