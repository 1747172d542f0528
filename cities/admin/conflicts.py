"""Declaring the own conflict of interest on the page of the case itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.actions import declare_conflict
from cities.models import City, Conflict
from cities.rules import has_open_soft_conflict, may_declare_conflict
from review.admin import ReviewAdminMixin


class DeclarationForm(forms.Form):
    """Which kind, and why. The action says what is missing."""

    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Kind"),
        choices=Conflict.Kind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("With a hard conflict this case and everything of the city is gone from your lists."),
    )
    reason = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("What connects you with this city"),
        widget=forms.Textarea({"rows": 2}),
    )


class ConflictMixin(ReviewAdminMixin):
    """Adds the declaration to a review page. Subclasses say which city a case belongs to."""

    def conflict_city(self, obj: Any) -> City | None:
        """Return the city of a case; None while there is none."""
        return obj.commitment.city

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_conflict"
        view = self.admin_site.admin_view(self.conflict_view)
        return [path("<int:object_id>/conflict/", view, name=name), *super().get_urls()]

    def conflict_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Declare the own conflict with the city of this case (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, str(object_id))
        city = self.conflict_city(obj) if obj is not None else None
        if city is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        form = DeclarationForm(request.POST, prefix="conflict")
        if form.is_valid():
            try:
                declare_conflict(city=city, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                for name, faults in error.message_dict.items():
                    form.add_error(name if name in form.fields else None, faults)
            else:
                messages.success(request, _("Your conflict of interest is declared."))
                self.keep_typed(request, obj, without="conflict")
                return redirect(self.back_to(request, obj))
        request.method = "GET"
        return self.change_view(request, str(object_id), extra_context={"conflict_form": form, "error_form": form})

    def review_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        city, user = self.conflict_city(obj), request.user
        shown = city is not None and may_declare_conflict(user)
        return super().review_context(request, obj) | {
            "conflict_form": DeclarationForm(prefix="conflict") if shown else None,
            "soft_conflict_waits": city is not None and has_open_soft_conflict(user, city),
        }
