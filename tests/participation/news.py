"""What makes news for those who follow the record."""

from core import audit
from core.models import OutboxMail
from tests.mails import as_read


def noted(commitment, act="publish"):
    """What the chain says of a published text that a factory wrote straight to the table."""
    version = commitment.versions.order_by("-number").first()
    audit.record(act, by=None, obj=version, scope=commitment.city)
    return commitment


def told(alert):
    """The newest mail about an alert, as its reader sees it; an empty text without one."""
    mail = (
        OutboxMail.objects.filter(name="alert_changes", key__startswith=f"alert:{alert.public_id}:")
        .order_by("pk")
        .last()
    )
    return as_read(mail) if mail else ""
