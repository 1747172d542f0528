"""The office's side of the talk: a question to the city, a note for colleagues, marked as read. Each is one POST."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.actions import ask_city, note_reading, write_note
from commitments.queries import talk_of
from commitments.rules import may_ask_city, may_see_notes
from review.admin import ReviewAdminMixin
from review.workflow import NotReady

ACTS: dict[str, Callable[..., Any]] = {"city": ask_city, "note": write_note}
READ = "read"

WORDS = {
    "city": (gettext_lazy("Message to the city"), gettext_lazy("The city reads this. The office signs, not you.")),
    "note": (
        gettext_lazy("Note"),
        gettext_lazy("Reviewers and deciders without conflict read this. The city never does."),
    ),
}


class MessageForm(forms.Form):
    """One text; what it lacks is said by the action."""

    text = forms.CharField(required=False, max_length=5000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: Any, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


def form_for(to: str, data: Any = None, *, typed: Any = None) -> MessageForm:
    """Return the form of one side: with the data to check, or with what was typed before something else was sent."""
    label, hint = WORDS[to]
    words = "".join((typed or {}).get(f"{to}-text", [])[:1])
    return MessageForm(data, label=label, hint=hint, prefix=to, initial={"text": words})


class TalkMixin(ReviewAdminMixin):
    """Adds the conversation, the notes and their two forms to a review page."""

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_message"
        view = self.admin_site.admin_view(self.message_view)
        return [path("<int:object_id>/message/<slug:to>/", view, name=name), *super().get_urls()]

    def message_view(self, request: HttpRequest, object_id: int, to: str) -> HttpResponse:
        """Write to the city, or a note (POST only); a refusal shows the page again with everything typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, str(object_id))
        if obj is None or to not in {READ, *ACTS}:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if to == READ:
            return self._marked(request, obj)
        form = form_for(to, request.POST)
        if form.is_valid():
            try:
                ACTS[to](obj=obj, by=request.user, text=form.cleaned_data["text"])
            except NotReady as error:
                form.add_error("text", " ".join(error.reasons))
            else:
                messages.success(request, _("The city has your message.") if to == "city" else _("The note is kept."))
                self.keep_typed(request, obj, without=to)
                return redirect(f"{self.page_of(obj)}#talk-{to}")
        request.method = "GET"
        return self.change_view(request, str(object_id), extra_context={f"{to}_form": form, "error_form": form})

    def _marked(self, request: HttpRequest, obj: Any) -> HttpResponse:
        note_reading(obj=obj, by=request.user, last=request.POST.get(READ, ""), from_city=True)
        messages.success(request, _("Marked as read."))
        self.keep_typed(request, obj)
        return redirect(f"{self.page_of(obj)}#talk-city")

    def talk_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return the conversation, and the notes for those who may read them; `new` is the city's last unread word."""
        (lines, notes), typed = talk_of(obj, request.user), self.typed(request, obj)
        is_new = obj.queue_item is not None and obj.queue_item.is_new
        may_ask, may_note = may_ask_city(request.user, obj), may_see_notes(request.user, obj)
        return {
            "lines": lines,
            "notes": notes,
            "new_line": next((line for line in reversed(lines) if line.from_city), None) if is_new else None,
            "may_see_notes": may_note,
            "city_form": form_for("city", typed=typed) if may_ask else None,
            "note_form": form_for("note", typed=typed) if may_note else None,
        }
