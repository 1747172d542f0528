"""What somebody ticked and typed on a review page, kept while they do something else there first.

All buttons of the page belong to one form. A post that comes back to the page (a message, a claim) leaves what was
typed for the decision in the session, for this one case; a decision forgets it.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

KEY = "review_typed"
LONGEST, MOST = 10_000, 50
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "chosen", "page", "to", "query"})

Typed = Mapping[str, list[str]]


def keep_typed(request: HttpRequest, kind: str, pk: int, *, without: str = "") -> None:
    """Keep what was posted about one case; `without` is the prefix of the fields that were used just now."""
    names = [name for name in request.POST if name not in NOT_KEPT and not (without and name.startswith(f"{without}-"))]
    values = {name[:50]: [value[:LONGEST] for value in request.POST.getlist(name)[:MOST]] for name in names[:MOST]}
    request.session[KEY] = {"case": f"{kind}:{pk}", "values": values}


def forget_typed(request: HttpRequest) -> None:
    """Forget it: the decision is made."""
    request.session.pop(KEY, None)


def typed_about(request: HttpRequest, kind: str, pk: int) -> Typed:
    """Return what was posted just now, else what was kept about this case: name -> values."""
    if request.POST:
        return dict(request.POST.lists())
    kept = request.session.get(KEY) or {}
    return kept.get("values", {}) if kept.get("case") == f"{kind}:{pk}" else {}


def as_initial(form: type[forms.Form], typed: Typed, token: str) -> dict[str, Any]:
    """Return the first values of a decision form. Ticks are dropped when the text changed since they were made.

    Args:
        form: the class of the form.
        typed: from `typed_about`.
        token: the case as it is now; its first part, the state, may have moved by the reader's own claim.
    """
    seen = "".join(typed.get("seen", []))
    is_same = seen.partition("-")[2] == token.partition("-")[2]
    initial: dict[str, Any] = {"seen": token}
    for name, field in form.base_fields.items():
        if name in typed and name != "seen" and (is_same or name != "ticks"):
            many = isinstance(field, forms.MultipleChoiceField)
            initial[name] = list(typed[name]) if many else "".join(typed[name][:1])
    return initial
