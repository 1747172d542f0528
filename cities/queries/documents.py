"""Documents of mandates and requests to join: who may open which. One in which a virus was found opens for nobody."""

from typing import Any

from django.utils.translation import gettext as _

from cities.models import JoinRequest, Mandate
from cities.rules import may_read_mandate, may_see_join
from core.access import Hidden, Refused
from core.models import Scan


def public_mandate(pk: int) -> Mandate:
    """Return a mandate on file whose document the city made public. Raises Hidden for every other."""
    rows = Mandate.objects.on_file().filter(is_public=True, city__is_public=True).exclude(file="")
    rows = rows.exclude(scan_state=Scan.INFECTED)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Hidden
    return found


def join_request_with_document(user: Any, pk: int) -> JoinRequest:
    """Return a request whose document `user` may read. Raises Hidden for everybody else, Refused for a virus."""
    found = JoinRequest.objects.filter(pk=pk).first()
    if found is None or not (user.is_authenticated and may_see_join(user, found)):
        raise Hidden
    _refuse_infected(found)
    return found


def mandate_with_document(user: Any, pk: int) -> Mandate:
    """Return a mandate whose document `user` may read. Raises Hidden for everybody else, Refused for a virus."""
    found = Mandate.objects.select_related("city").filter(pk=pk).first()
    if found is None or not (user.is_authenticated and may_read_mandate(user, found)):
        raise Hidden
    _refuse_infected(found)
    return found


def _refuse_infected(row: JoinRequest | Mandate) -> None:
    if row.scan_state == Scan.INFECTED:
        raise Refused(_("A virus was found in this document. Nobody can open it; the city hands in a clean one."))
