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
from accounts.rules import is_administrator, is_decider
from core.access import Refused
from review.actions import Outcome, assign_several, claim_several, release_one
from review.admin.typed import keep_typed
from review.balance import MOST, may_get, office_people, plan_for
from review.look import Look
from review.models import QueueItem
from review.queries import visible_items
from review.registry import Kind, kind_named
from review.workflow import NotReady, Stale

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
    item = visible_items(request.user).filter(pk=page[:18]).first() if page.isascii() and page.isdigit() else None
    if item is not None:
        keep_typed(request, item.kind, item.object_id)
        return redirect("admin:review_queueitem_change", item.pk)
    return back_to(Look.of_query(request.POST.get("query", "")).query())


def release_held(request: HttpRequest) -> HttpResponse:
    """Give one thing back to the queue."""
    for item, _held in chosen(request, "chosen")[:1]:
        try:
            release_one(item=item, by=request.user)
        except (NotReady, Stale) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is in the queue again, and nobody holds it."))
    return back(request)


def address_of(name: str | None) -> str:
    """Return the address of the page of one thing, named as "kind:id", or nothing."""
    key, _colon, pk = (name or "").partition(":")
    kind = kind_named(key)
    return reverse(kind.admin_url, args=[pk]) if kind is not None else ""


def holding_panel(kind: Kind, item: QueueItem | None, obj: Any, user: Any) -> dict[str, Any]:
    """Return what the page of one thing says of who holds it, and what the reader may do about it; {} when decided.

    Args:
        kind: its kind.
        item: its row of the queue with `holder`, None when it waits no longer.
        obj: the thing.
        user: the reader.
    """
    if item is None:
        return {}
    own = kind.may_hold is not None and kind.may_hold(user, obj)
    decides = is_decider(user) and (own if kind.may_hold else True)
    return {
        "item": item,
        "value": f"{item.pk}:{item.holder_id or ''}",
        "holder": holder_words(item, user) if kind.may_hold else "",
        "may_claim": own and item.holder_id is None,
        "may_release": own and item.holder_id is not None and (decides or item.holder_id == user.pk),
        "people": [one for one in may_get(item) if one.pk != item.holder_id] if decides else [],
    }


def holder_words(item: QueueItem, user: Any) -> str:
    """Return who holds a row, as the reader may know it: reviewers read no colleague's name."""
    if item.holder is None:
        return ""
    if item.holder_id == user.pk:
        return _("you")
    return str(item.holder) if is_decider(user) or is_administrator(user) else _("a colleague")
