"""The queue of the office: everything that waits, oldest first, each with a link to its own page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import is_decider, is_office, is_reviewer
from core.access import Hidden, Refused
from core.admin import RuleAdmin
from review.actions import delete_view, save_view
from review.admin.queue_acts import assign_chosen, back_to, claim_chosen, people_choices, release_held, share_out
from review.admin.queue_rows import options, options_of, rows_html
from review.look import Look
from review.models import QueueItem
from review.queries import MOST, QueuePage, queue_page, visible_items
from review.registry import kind_named, kinds_for

TAB_WORDS = {
    "all": gettext_lazy("Everything"),
    "mine": gettext_lazy("Mine"),
    "free": gettext_lazy("Unassigned"),
    "overdue": gettext_lazy("Overdue"),
    "unread": gettext_lazy("Answers to read"),
}
ORDER_WORDS = {"age": gettext_lazy("Oldest first"), "due": gettext_lazy("Due first")}


@admin.register(QueueItem)
class QueueItemAdmin(RuleAdmin):
    """One list over all kinds. A row opens the page of the thing itself; nothing is changed here."""

    view_rule = staticmethod(is_office)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueueItem]:
        return visible_items(request.user)

    def get_urls(self) -> list[Any]:
        own = (
            ("views/save/", self.save_view_view, "save_view"),
            ("views/<int:pk>/delete/", self.delete_view_view, "delete_view"),
            ("claim/", claim_chosen, "claim_chosen"),
            ("assign/", assign_chosen, "assign_chosen"),
            ("release/", release_held, "release_held"),
        )
        posts = [
            path(at, self._own(require_POST(self._checked(view))), name=f"review_{name}") for at, view, name in own
        ]
        plan = require_http_methods(["GET", "POST"])(self._checked(self.plan_view))
        return [*posts, path("plan/", self._own(plan), name="review_plan"), *super().get_urls()]

    def _own(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        return share_out(request, self._frame())

    def _checked(self, view: Any) -> Any:
        """Every address of its own asks for its own permission."""

        def checked(request: HttpRequest, **values: Any) -> HttpResponse:
            if not self.has_view_permission(request):
                raise Refused(_("The queue is for the review office only."))
            return view(request, **values)

        return checked

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Refused(_("The queue is for the review office only."))
        look = Look.of(request.GET)
        page = queue_page(request.user, look)
        kind = kind_named(look.kind)
        context = {
            **self._frame(),
            "title": kind.label if kind else _("Queue of the office"),
            "opts": self.opts,
            "look": look,
            "page": page,
            "rows": rows_html(page, request.user),
            "tabs": tabs_of(page, look),
            "filters": filters_of(request.user, look),
            "views": request.user.saved_views.all(),
            "query": look.query(),
            "may_claim": is_reviewer(request.user) or is_decider(request.user),
            "people": people_choices() if is_decider(request.user) else (),
            "previous": look.query(page=look.page - 1) if look.page > 1 else "",
            "next": look.query(page=look.page + 1) if page.has_next else "",
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/review/queueitem/change_list.html", context)

    def _frame(self) -> dict[str, Any]:
        """What every page of the administration shows around its content, without the list of all models."""
        site = self.admin_site
        return {"site_title": site.site_title, "site_header": site.site_header, "has_permission": True}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Go to the page of the thing itself."""
        item = self.get_object(request, object_id)
        kind = kind_named(item.kind) if item else None
        if item is None or kind is None:
            raise Hidden
        return redirect(kind.admin_url, item.object_id)

    def save_view_view(self, request: HttpRequest) -> HttpResponse:
        look = Look.of_query(request.POST.get("query", ""))
        try:
            view = save_view(by=request.user, name=request.POST.get("name", ""), look=look)
            messages.success(request, _("Saved: %(name)s.") % {"name": view})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return back_to(look.query())

    def delete_view_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        delete_view(pk=pk, by=request.user)
        messages.success(request, _("The view is deleted."))
        return back_to("")


def tabs_of(page: QueuePage, look: Look) -> list[dict[str, Any]]:
    """Return the tabs with what each holds, conflicts left out."""
    return [
        {
            "url": f"?{Look(tab=tab).query()}",
            "label": words,
            "count": f"{MOST:,}+" if page.counts[tab] > MOST else page.counts[tab],
            "is_current": tab == look.tab,
        }
        for tab, words in TAB_WORDS.items()
    ]


def filters_of(user: Any, look: Look) -> list[dict[str, Any]]:
    """Return the selects above the list. They name all countries and themes, so they tell nothing of a hidden case."""
    kinds = [(kind.key, str(kind.label)) for kind in kinds_for(user)]
    every = [("", _("all"))]
    return [
        {"name": "kind", "label": _("Kind"), "options": options(every + kinds, look.kind)},
        {"name": "country", "label": _("Country"), "options": options_of("country", look.country)},
        {"name": "theme", "label": _("Theme"), "options": options_of("themes", look.theme)},
        {"name": "sort", "label": _("Order"), "options": options(list(ORDER_WORDS.items()), look.sort)},
    ]
