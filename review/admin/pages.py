"""The admin mixin for everything that is checked: one page with the facts, the checklist and the decisions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.step_up import require_fresh_sign_in
from core.admin import RuleAdmin
from review.admin.queue_acts import holding_panel
from review.checklists import Checklist, checklist
from review.models import QueueItem
from review.registry import kind_of
from review.workflow import NotReady, Stale, Workflow

SCAN = "scan_files"  # beside the decisions: hand the files to the virus scanner now


class DecisionForm(forms.Form):
    """The reviewer's ticks and words; and, out of sight, what they had before them. The action says what it needs."""

    seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    ticks = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Checklist"),
    )
    note = forms.CharField(
        required=False,
        max_length=5000,
        label=_("Reasons"),
        help_text=_("The city reads this. Say what to change and why."),
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, checklist: Checklist = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticks"].choices = checklist
        words = ngettext(
            "Tick what you have checked. It is needed for a yes, not to ask for changes.",
            "Tick what you have checked. All %(count)s are needed for a yes, none to ask for changes.",
            len(checklist),
        )
        self.fields["ticks"].help_text = words % {"count": len(checklist)}
        if not checklist:
            del self.fields["ticks"]


class ReviewAdminMixin(RuleAdmin):
    """Shows an object read-only and offers the transitions of its workflow as buttons that POST.

    Subclasses set `workflow`, `decisions` (transition name -> action called with `obj=, by=, note=, ticks=`) and may
    set `checklist_kind`, `decision_form`, `review_title` and `review_context`. Objects that `get_queryset` leaves out
    answer 404. The page works with the keyboard and without JavaScript; templates fill the blocks `review_head`,
    `review_facts` and `review_fields` of admin/review/page.html.
    """

    workflow: Workflow
    decisions: dict[str, Callable[..., Any]]
    checklist_kind = ""
    decision_form: type[DecisionForm] = DecisionForm
    change_form_template = "admin/review/page.html"
    light_steps = frozenset({"claim", "release", SCAN})  # nothing public follows: no second proof of who is there
    actions = None

    def review_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return what the page of this kind shows beside the fields."""
        return {}

    def review_title(self, obj: Any) -> str:
        """Return the heading of the page."""
        return str(obj)

    def checklist(self) -> Checklist:
        """Return what is ticked before a yes, as the office words it today."""
        return checklist(self.checklist_kind) if self.checklist_kind else ()

    def seen_token(self, obj: Any) -> str:
        """Return a text that differs as soon as the item moves on or its text changes."""
        return "-".join(str(getattr(obj, name, "")) for name in ("state", "revision", "submissions"))

    def waiting_files(self, obj: Any) -> list[str]:
        """Return the names of files of the object that the virus scanner has not judged; "Scan the files now"."""
        return []

    def holding(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return who holds the object and what the reader may do about it; {} when it waits no longer."""
        kind = kind_of(obj)
        if kind is None:
            return {}
        item = QueueItem.objects.filter(kind=kind.key, object_id=obj.pk).select_related("holder").first()
        return holding_panel(kind, item, obj, request.user)

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_decide"
        view = self.admin_site.admin_view(self.decide_view)
        return [path("<int:object_id>/decide/<slug:name>/", view, name=name), *super().get_urls()]

    def decide_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """Make one decision (POST only); a refusal shows the page again with everything typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, str(object_id))
        if obj is None or name not in self.decisions:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if name not in self.light_steps:
            require_fresh_sign_in(request)
        form = self.decision_form(request.POST, checklist=self.checklist())
        if form.is_valid() and self._is_what_was_seen(form, obj) and self._decide(request, obj, name, form):
            return redirect(self.after_decision_url(request, obj))
        form.data = form.data.copy()
        form.data["seen"] = self.seen_token(obj)
        request.method = "GET"
        return self.change_view(request, str(object_id), extra_context={"decision_form": form, "error_form": form})

    def after_decision_url(self, request: HttpRequest, obj: Any) -> str:
        """Stay on the object while it can still be seen, else go back to the list."""
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _is_what_was_seen(self, form: DecisionForm, obj: Any) -> bool:
        """Nobody decides about a text they have not read: it may have been returned and sent again meanwhile."""
        if form.cleaned_data["seen"] in {"", self.seen_token(obj)}:
            return True
        form.add_error(None, _("This has changed since you opened the page. Read it again, then decide."))
        return False

    def _decide(self, request: HttpRequest, obj: Any, name: str, form: DecisionForm) -> bool:
        words = {key: value for key, value in form.cleaned_data.items() if key not in {"ticks", "seen"}}
        try:
            self.decisions[name](obj=obj, by=request.user, ticks=form.cleaned_data.get("ticks", []), **words)
        except NotReady as error:
            for reason in error.reasons:
                form.add_error(None, reason)
            return False
        except Stale as error:
            form.add_error(None, str(error))
            return False
        started = _("The virus scan has started. Load this page again in a minute to see what it found.")
        messages.success(request, started if name == SCAN else _("Done: %(item)s.") % {"item": obj})
        return True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        context: dict[str, Any] = dict.fromkeys(("decision_form", "error_form", "conflict_form", "soft_conflict_waits"))
        context |= {"transitions": [], "subtitle": "", "holding": {}, "scan_step": ""}
        if obj is not None and self.has_view_permission(request, obj):
            initial = {"seen": self.seen_token(obj)}
            context["title"] = self.review_title(obj)
            context["decision_form"] = self.decision_form(checklist=self.checklist(), initial=initial)
            context["transitions"] = [t for t in self.workflow.available(obj, request.user) if t.name in self.decisions]
            context["holding"] = self.holding(request, obj)
            context["scan_step"] = SCAN if context["transitions"] and self.waiting_files(obj) else ""
            context |= self.review_context(request, obj)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))
