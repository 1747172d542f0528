"""What makes news for those who follow the record."""

from core import audit


def noted(commitment, act="publish"):
    """What the chain says of a published text that a factory wrote straight to the table."""
    version = commitment.versions.order_by("-number").first()
    audit.record(act, by=None, obj=version, scope=commitment.city)
    return commitment
