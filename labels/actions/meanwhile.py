"""Two people, or one in two windows, wrote the same text: the second one is told, and sees both."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class SavedMeanwhile(Exception):
    """Somebody saved the same text first; `current` is it as it is now, so that both texts can be shown."""

    words = _("Someone else changed this text in the meantime. Nothing of yours is lost: compare both.")

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(str(self.words))
