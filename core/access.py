"""Two refusals. Both are audit events when a signed-in person meets them (`RefusalMiddleware`)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404


class Refused(PermissionDenied):
    """403: the object is public, the act is not allowed. The text tells the reader why."""


class Hidden(Http404):
    """404: the object's existence is private to others."""
