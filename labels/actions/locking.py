"""What every act on an application begins with: the label is switched on, and nobody else moves the row meanwhile."""

from core.access import Refused
from labels.models import LabelApplication
from labels.rules import switched_off


def refuse_if_off() -> None:
    """Raise Refused, in words, while the label is switched off."""
    for reason in switched_off():
        raise Refused(reason)


def lock(application: LabelApplication) -> None:
    """Read `application` again and hold its row until the transaction ends: what follows sees the latest state."""
    rows = LabelApplication.objects.select_for_update(of=("self",)).select_related("city", "scheme")
    application.refresh_from_db(from_queryset=rows)
