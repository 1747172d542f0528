"""What happened in the city's record, for its approvers: an extract of the audit chain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.models import City
from cities.rules import OFFICE_ONLY
from commitments.workflow import COMMITMENT, REPORT, VERSION
from core.audit import ref
from core.models import AuditEvent
from core.queries import events_of
from desk.access import city_of_log
from desk.pages import page
from labels.workflow import APPLICATION

WORKFLOWS = {
    "commitments.commitmentversion": VERSION,
    "commitments.commitment": COMMITMENT,
    "commitments.progressreport": REPORT,
    "labels.labelapplication": APPLICATION,
}
# The same verb means different things: a text, a report and an application are all submitted.
LABELS = {(kind, step.name): step.label for kind, table in WORKFLOWS.items() for step in table.transitions}


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest events of the city, each with its number in the chain."""
    city = city_of_log(request.user, slug)
    names = _names(city)
    return page(
        request,
        "log",
        heading=_("Log"),
        eyebrow=city.name,
        lede=_("Every change to your city's record, newest first. Nobody can edit or delete a line."),
        city=city,
        here="members",
        rows=[_row(event, names) for event in events_of(city, without=OFFICE_ONLY)],
    )


def _names(city: City) -> dict[str, str]:
    """Names of the city's own people, past and present. The office signs as the office."""
    return {ref(role.user): str(role.user) for role in city.roles.select_related("user")}


def _row(event: AuditEvent, names: dict[str, str]) -> dict[str, Any]:
    kind = event.object_ref.partition(":")[0]
    office = _("the system") if event.actor == "system" else _("the review office")
    return {
        "seq": event.seq,
        "at": event.at,
        "who": names.get(event.actor, office),
        "what": LABELS.get((kind, event.action)) or event.action.replace("_", " ").capitalize(),
        "on": event.object_ref,
        "note": event.data.get("note", ""),
    }
