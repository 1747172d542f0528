"""What is done from the queue: claim and assign the chosen, share the unassigned out. Each address asks who may."""

import re
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_decider
from core.access import Refused
from review.actions import Outcome, assign_several, claim_several
from review.balance import MOST, hides, office_people, plan_for
from review.look import Look
from review.models import QueueItem
from review.queries import visible_items

PAIR = re.compile(r"([0-9]{1,18}):([0-9]{0,18})", re.ASCII)
PEOPLE_KEPT_FOR = 60


def back_to(query: str) -> HttpResponseRedirect:
    """Return to the queue as it was looked at."""
    return HttpResponseRedirect(f"{reverse('admin:review_queueitem_changelist')}?{query}")


def claim_chosen(request: HttpRequest) -> HttpResponse:
    """Take each chosen thing; say what became of each."""
    items = [item for item, _held in chosen(request, "chosen")]
    tell(request, claim_several(items=items, by=request.user))
    return back(request)


def assign_chosen(request: HttpRequest) -> HttpResponse:
    """Give each chosen thing to one person; say what became of each."""
    only_deciders(request)
    to = person_named(request.POST.get("to", ""))
    if to is None:
        messages.error(request, _("Choose the person to assign to."))
        return back(request)
    shares = [(item, to, held) for item, held in chosen(request, "chosen")]
    tell(request, assign_several(shares=shares, by=request.user))
    return back(request)


def share_out(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show a plan (GET), or carry out exactly the plan that was shown (POST)."""
    only_deciders(request)
    if request.method == "POST":
        people = {person.pk: person for person in office_people()}
        pairs = chosen(request, "plan")
        tell(
            request,
            assign_several(shares=[(item, people[to], None) for item, to in pairs if to in people], by=request.user),
        )
        return back_to("")
    plan = plan_for(request.user)
    context = frame | {"title": _("Share out what nobody holds"), "plan": plan, "most": MOST}
    context["can_go"] = any(line.person for line in plan)
    return TemplateResponse(request, "admin/review/queueitem/plan.html", context)


def only_deciders(request: HttpRequest) -> None:
    """Refuse everybody else."""
    if not is_decider(request.user):
        raise Refused(_("Only deciders give submissions to somebody."))


def chosen(request: HttpRequest, name: str) -> list[tuple[QueueItem, int | None]]:
    """Return the chosen rows that the reader may see, each with the person named beside it."""
    pairs = [match for value in request.POST.getlist(name)[:MOST] if (match := PAIR.fullmatch(value))]
    rows = visible_items(request.user).in_bulk([int(match[1]) for match in pairs])
    found = [(rows.get(int(match[1])), int(match[2]) if match[2] else None) for match in pairs]
    return [(item, person) for item, person in found if item is not None]


def person_named(pk: str) -> User | None:
    """Return the reviewer or decider with this id."""
    return next((person for person in office_people() if str(person.pk) == pk), None)


def people_choices() -> list[tuple[int, str]]:
    """Return (id, name) of those who can be given something; read once a minute, the action asks again."""
    key = "review:people"
    return cache.get_or_set(key, lambda: [(one.pk, str(one)) for one in office_people()], PEOPLE_KEPT_FOR) or []


def tell(request: HttpRequest, outcomes: list[Outcome]) -> None:
    """Say what became of each thing."""
    if not outcomes:
        messages.warning(request, _("Nothing was chosen. Tick what you mean, then press the button."))
    for outcome in outcomes:
        words = f"{outcome.item.reference or outcome.item.title}: {outcome.words}"
        messages.add_message(request, messages.SUCCESS if outcome.done else messages.ERROR, words)


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page of the one thing, when it was done there; else to the queue."""
    page = request.POST.get("page", "")
    if page.isascii() and page.isdigit() and visible_items(request.user).filter(pk=page[:18]).exists():
        return redirect("admin:review_queueitem_change", page[:18])
    return back_to(Look.of_query(request.POST.get("query", "")).query())


def assign_panel(kind_key: str, obj: Any, user: Any) -> dict[str, Any]:
    """Return what the page of one thing needs to give it to somebody; empty for those who may not."""
    item = QueueItem.objects.filter(kind=kind_key, object_id=obj.pk).first() if is_decider(user) else None
    if item is None:
        return {}
    load = {"item": item, "value": f"{item.pk}:{item.holder_id or ''}"}
    able = [one for one in office_people() if one.pk != item.holder_id and not hides(one, item)]
    return load | {"people": able}
