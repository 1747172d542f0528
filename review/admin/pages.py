"""The admin mixin for everything that is checked: one page with the facts, the checklist and the decisions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.step_up import require_fresh_sign_in
from core.admin import RuleAdmin
from review.admin.queue_acts import address_of, holding_panel
from review.admin.typed import Typed, as_initial, forget_typed, keep_typed, typed_about
from review.checklists import Checklist, checklist
from review.queries import item_of
from review.registry import kind_of
from review.workflow import NotReady, Stale, Workflow

SCAN = "scan_files"  # beside the decisions: hand the files to the virus scanner now
SCAN_STARTED = _("The virus scan has started. Load this page again in a minute to see what it found.")


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


# What the templates ask for and only some pages have.
EMPTY = (
    "decision_form", "error_form", "conflict_form", "soft_conflict_waits", "transitions", "subtitle", "holding",
    "scan_step", "before", "after", "asked_since",
)  # fmt: skip


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
    staying_steps = frozenset({"claim", SCAN})  # the case goes on; everything else leads back to the queue
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

    def place_in_queue(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return who holds the object, what the reader may do about it, and what waits before and after it."""
        kind = kind_of(obj)
        obj.queue_item = item = item_of(kind.key, obj.pk, request.user) if kind is not None else None
        if kind is None or item is None:
            return {}
        beside = {"before": address_of(item.before), "after": address_of(item.after)}
        return {"holding": holding_panel(kind, item, obj, request.user), "asked_since": item.stopped_on, **beside}

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
            return redirect(self.after_step(request, obj, name))
        # Refused: somebody else may have moved it on.
        request.__dict__.pop("review_objects", None)
        obj = self.get_object(request, str(object_id)) or obj
        form.data = form.data.copy()
        form.data["seen"] = self.seen_token(obj)
        request.method = "GET"
        return self.change_view(request, str(object_id), extra_context={"decision_form": form, "error_form": form})

    def after_step(self, request: HttpRequest, obj: Any, name: str) -> str:
        """Say what was done, and return where to go: on with the case after a claim or a scan, else to the queue."""
        if name in self.staying_steps:
            words = SCAN_STARTED if name == SCAN else _("Done: %(item)s.") % {"item": obj}
            messages.success(request, words)
            self.keep_typed(request, obj)
            return self.page_of(obj)
        label = next((step.label for step in self.workflow.transitions if step.name == name), name)
        done = _("Done: %(step)s.") % {"step": label}
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            messages.success(request, format_html('{} <a href="{}">{}</a>', done, self.page_of(obj), obj))
        else:
            messages.success(request, f"{done} {obj}")
        forget_typed(request)
        return reverse("admin:review_queueitem_changelist")

    def page_of(self, obj: Any) -> str:
        """Return the address of the page of an object."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def back_to(self, request: HttpRequest, obj: Any) -> str:
        """Return the page of an object while the reader may see it, else the queue."""
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            return self.page_of(obj)
        return reverse("admin:review_queueitem_changelist")

    def keep_typed(self, request: HttpRequest, obj: Any, *, without: str = "") -> None:
        """Keep what was typed for the decision: the post was about something else, and comes back to the page."""
        kind = kind_of(obj)
        if kind is not None:
            keep_typed(request, kind.key, obj.pk, without=without)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read an object once for a page: Django's own view asks for it again."""
        read = request.__dict__.setdefault("review_objects", {})
        if object_id not in read:
            read[object_id] = super().get_object(request, object_id, from_field)
        return read[object_id]

    def typed(self, request: HttpRequest, obj: Any) -> Typed:
        """Return what the reader has ticked and typed on the page of this object."""
        kind = kind_of(obj)
        return typed_about(request, kind.key, obj.pk) if kind is not None else {}

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
        return True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        context: dict[str, Any] = dict.fromkeys(EMPTY, "")
        if obj is not None and self.has_view_permission(request, obj):
            initial = as_initial(self.decision_form, self.typed(request, obj), self.seen_token(obj))
            context["title"] = self.review_title(obj)
            context["decision_form"] = self.decision_form(checklist=self.checklist(), initial=initial)
            context["transitions"] = [t for t in self.workflow.available(obj, request.user) if t.name in self.decisions]
            context |= self.place_in_queue(request, obj)
            context["scan_step"] = SCAN if context["transitions"] and self.waiting_files(obj) else ""
            context |= self.review_context(request, obj)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))
