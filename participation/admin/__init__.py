"""Staff's workplace of the participation app."""

from participation.admin import alerts, statements, window

__all__ = ["alerts", "statements", "window"]
