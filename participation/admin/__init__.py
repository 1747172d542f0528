"""Staff's workplace of the participation app."""

from participation.admin import alerts, statements

__all__ = ["alerts", "statements"]
